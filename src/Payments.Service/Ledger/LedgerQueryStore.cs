using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>An account as it is stored.</summary>
public sealed record AccountRow(Guid Id, string Funder, string Kind, Guid? PlanId, long DebitPence, long CreditPence);

/// <summary>A transfer as it is stored.</summary>
public sealed record TransferRow(
    Guid Id, Guid JournalId, Guid DebitAccountId, Guid CreditAccountId, long AmountPence, string Cause, DateOnly EffectiveDate, DateTimeOffset PostedAt);

/// <summary>The accounts of one kind of one funder.</summary>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="Kind">The kind's code.</param>
/// <param name="DebitPence">The sum of their debits.</param>
/// <param name="CreditPence">The sum of their credits.</param>
/// <param name="StrayPence">How far their balances are from the sums of their transfers, added up without sign: 0 unless the ledger is damaged.</param>
public sealed record KindRow(string Funder, string Kind, long DebitPence, long CreditPence, long StrayPence);

/// <summary>Reads the ledger.</summary>
public sealed class LedgerQueryStore
{
    private const string AccountColumns = "id, funder, kind, plan_id, debit_pence, credit_pence";
    private const string TransferColumns = "id, journal_id, debit_account_id, credit_account_id, amount_pence, cause, effective_date, posted_at";

    /// <summary>One account, or null.</summary>
    public Task<AccountRow?> FindAccountAsync(Session work, Guid id) => work.FirstOrDefaultAsync<AccountRow>(
        $"select {AccountColumns} from payments.ledger_accounts where programme = @Programme and id = @id", new { work.Programme, id });

    /// <summary>A page of accounts, of a plan or all.</summary>
    public Task<IReadOnlyList<AccountRow>> ListAccountsAsync(Session work, Guid? planId, Page page) => work.QueryAsync<AccountRow>($"""
        select {AccountColumns} from payments.ledger_accounts
        where programme = @Programme {(planId is null ? "" : "and plan_id = @planId")} {(page.After is null ? "" : "and id > @After")}
        order by id limit @Take
        """, new { work.Programme, planId, page.After, page.Take });

    /// <summary>One transfer, or null.</summary>
    public Task<TransferRow?> FindTransferAsync(Session work, Guid id) => work.FirstOrDefaultAsync<TransferRow>(
        $"select {TransferColumns} from payments.ledger_transfers where programme = @Programme and id = @id", new { work.Programme, id });

    /// <summary>A page of transfers, of an account or all.</summary>
    public Task<IReadOnlyList<TransferRow>> ListTransfersAsync(Session work, Guid? accountId, Page page)
    {
        var after = page.After is null ? "" : "and id > @After";
        // Each side by its own index: "or" would read the whole ledger.
        return work.QueryAsync<TransferRow>(
            accountId is null
                ? $"select {TransferColumns} from payments.ledger_transfers where programme = @Programme {after} order by id limit @Take"
                : $"""
                (select {TransferColumns} from payments.ledger_transfers
                 where programme = @Programme and debit_account_id = @accountId {after} order by id limit @Take)
                union all
                (select {TransferColumns} from payments.ledger_transfers
                 where programme = @Programme and credit_account_id = @accountId {after} order by id limit @Take)
                order by id limit @Take
                """,
            new { work.Programme, accountId, page.After, page.Take });
    }

    /// <summary>The whole ledger by funder and kind, balances and transfers held against each other, in one statement: one instant.</summary>
    public Task<IReadOnlyList<KindRow>> SumAsync(Session work) => work.QueryAsync<KindRow>("""
        with side as (
            select debit_account_id as account_id, sum(amount_pence) as debit, 0 as credit
            from payments.ledger_transfers where programme = @Programme group by debit_account_id
            union all
            select credit_account_id, 0, sum(amount_pence)
            from payments.ledger_transfers where programme = @Programme group by credit_account_id
        ), moved as (
            select account_id, sum(debit) as debit, sum(credit) as credit from side group by account_id
        )
        select a.funder, a.kind, sum(a.debit_pence)::bigint as debit_pence, sum(a.credit_pence)::bigint as credit_pence,
               sum(abs(a.debit_pence - coalesce(m.debit, 0)) + abs(a.credit_pence - coalesce(m.credit, 0)))::bigint as stray_pence
        from payments.ledger_accounts a left join moved m on m.account_id = a.id
        where a.programme = @Programme
        group by a.funder, a.kind
        order by a.funder, a.kind
        """, new { work.Programme });
}
