using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>The one way into the ledger: every posting of the service is written here, set-based.</summary>
public sealed class LedgerStore
{
    /// <summary>
    /// Posts transfers and moves the balances of their accounts, however many, in one round trip. Accounts are locked in the order of their ids,
    /// so that two postings wait for each other and never both.
    /// </summary>
    /// <returns>What is wrong with which transfer: then the caller has to give up its transaction. Empty where all are posted.</returns>
    public async Task<IReadOnlyList<PostingFault>> PostAsync(Mutation work, IReadOnlyList<Transfer> transfers)
    {
        var movements = Movement.Of(transfers);
        var accounts = await work.QueryAsync<(Guid Id, string Funder)>("""
            select id, funder from payments.ledger_accounts
            where programme = @Programme and id = any (@Accounts)
            order by id
            for no key update;

            update payments.ledger_accounts account
            set debit_pence = account.debit_pence + movement.debit, credit_pence = account.credit_pence + movement.credit, version = account.version + 1
            from unnest(@Accounts, @Debits, @Credits) as movement (id, debit, credit)
            where account.programme = @Programme and account.id = movement.id;

            insert into payments.ledger_transfers
                (programme, id, journal_id, funder, debit_account_id, credit_account_id, amount_pence, cause, effective_date, posted_at)
            select @Programme, transfer.id, transfer.journal_id, debit.funder, debit.id, credit.id, transfer.amount_pence, transfer.cause,
                   transfer.effective_date, @Now
            from unnest(@Ids, @Journals, @DebitAccounts, @CreditAccounts, @Amounts, @Causes, @Dates)
                as transfer (id, journal_id, debit_account_id, credit_account_id, amount_pence, cause, effective_date)
            join payments.ledger_accounts debit on debit.programme = @Programme and debit.id = transfer.debit_account_id
            join payments.ledger_accounts credit on credit.programme = @Programme and credit.id = transfer.credit_account_id
            where credit.funder = debit.funder
            """, new
        {
            work.Programme,
            work.Now,
            Accounts = movements.Select(movement => movement.AccountId).ToArray(),
            Debits = movements.Select(movement => movement.DebitPence).ToArray(),
            Credits = movements.Select(movement => movement.CreditPence).ToArray(),
            Ids = transfers.Select(transfer => transfer.Id).ToArray(),
            Journals = transfers.Select(transfer => transfer.JournalId).ToArray(),
            DebitAccounts = transfers.Select(transfer => transfer.DebitAccountId).ToArray(),
            CreditAccounts = transfers.Select(transfer => transfer.CreditAccountId).ToArray(),
            Amounts = transfers.Select(transfer => transfer.AmountPence).ToArray(),
            Causes = transfers.Select(transfer => transfer.Cause).ToArray(),
            Dates = transfers.Select(transfer => transfer.EffectiveDate).ToArray(),
        });
        return FaultsOf(transfers, accounts.ToDictionary(account => account.Id, account => account.Funder));
    }

    /// <summary>Opens accounts that are not open yet.</summary>
    /// <returns>The id of each.</returns>
    public async Task<IReadOnlyDictionary<AccountKey, Guid>> OpenAsync(Mutation work, IEnumerable<AccountKey> accounts)
    {
        // In one order, so that two plans of a funder wait for each other's and never both.
        AccountKey[] ordered = [.. accounts.Distinct().OrderBy(account => account.Funder, StringComparer.Ordinal)
            .ThenBy(account => account.Kind).ThenBy(account => account.PlanId)];
        await work.ExecuteAsync("""
            insert into payments.ledger_accounts (programme, id, funder, kind, plan_id)
            select @Programme, account.id, account.funder, account.kind, account.plan_id
            from unnest(@Ids, @Funders, @Kinds, @Plans) with ordinality as account (id, funder, kind, plan_id, place)
            order by account.place
            on conflict (programme, funder, kind, plan_id) do nothing
            """, Parameters(work, ordered, ordered.Select(_ => work.NewId()).ToArray()));
        return await FindAsync(work, ordered);
    }

    /// <summary>The ids of accounts that are open.</summary>
    public async Task<IReadOnlyDictionary<AccountKey, Guid>> FindAsync(Session work, IReadOnlyList<AccountKey> accounts)
    {
        // Two joins that an index serves each: "is not distinct from" would be served by none.
        var rows = await work.QueryAsync<(Guid Id, string Funder, string Kind, Guid? PlanId)>("""
            select account.id, account.funder, account.kind, account.plan_id
            from unnest(@Funders, @Kinds, @Plans) as wanted (funder, kind, plan_id)
            join payments.ledger_accounts account
              on account.programme = @Programme and account.funder = wanted.funder and account.kind = wanted.kind and account.plan_id = wanted.plan_id
            union all
            select account.id, account.funder, account.kind, account.plan_id
            from unnest(@Funders, @Kinds, @Plans) as wanted (funder, kind, plan_id)
            join payments.ledger_accounts account
              on account.programme = @Programme and account.funder = wanted.funder and account.kind = wanted.kind and account.plan_id is null
            where wanted.plan_id is null
            """, Parameters(work, accounts, []));
        return rows.ToDictionary(row => AccountKey.Of(row.Funder, row.Kind, row.PlanId), row => row.Id);
    }

    private static object Parameters(Session work, IReadOnlyList<AccountKey> accounts, Guid[] ids) => new
    {
        work.Programme,
        Ids = ids,
        Funders = accounts.Select(account => account.Funder).ToArray(),
        Kinds = accounts.Select(account => account.KindCode).ToArray(),
        Plans = accounts.Select(account => account.PlanId).ToArray(),
    };

    private static List<PostingFault> FaultsOf(IReadOnlyList<Transfer> transfers, Dictionary<Guid, string> funders)
    {
        var faults = new List<PostingFault>();
        for (var i = 0; i < transfers.Count; i++)
        {
            var debited = funders.GetValueOrDefault(transfers[i].DebitAccountId);
            var credited = funders.GetValueOrDefault(transfers[i].CreditAccountId);
            if (debited is null || credited is null)
                faults.Add(new PostingFault(i, debited is null ? transfers[i].DebitAccountId : transfers[i].CreditAccountId));
            else if (debited != credited)
                faults.Add(new PostingFault(i, null));
        }

        return faults;
    }
}
