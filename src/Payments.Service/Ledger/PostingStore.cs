using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>Which postings are asked for; what is null or empty does not narrow them.</summary>
/// <param name="Funder">Of this funder's books.</param>
/// <param name="PlanId">Of this plan's budget.</param>
/// <param name="From">That count for this day or later.</param>
/// <param name="To">That count for this day or earlier.</param>
public sealed record PostingFilter(string Funder, Guid? PlanId, DateOnly? From, DateOnly? To);

/// <summary>A transfer with what is to be known of its accounts.</summary>
public sealed record PostingRow(
    Guid Id, Guid JournalId, string Funder, Guid? PlanId, Guid DebitAccountId, string DebitKind, Guid CreditAccountId, string CreditKind,
    long AmountPence, string Cause, DateOnly EffectiveDate, DateTimeOffset PostedAt);

/// <summary>Reads the ledger from its first transfer to its last.</summary>
public sealed class PostingStore
{
    /// <summary>The accounts of a plan's budget.</summary>
    public async Task<Guid[]> AccountsOfAsync(Session work, Guid planId) =>
        [.. await work.QueryAsync<Guid>("select id from payments.ledger_accounts where programme = @Programme and plan_id = @planId", new { work.Programme, planId })];

    /// <summary>The postings after one, in the order of their ids.</summary>
    /// <param name="work">One transaction for all pages: ids are not in the order of commits.</param>
    /// <param name="filter">Which.</param>
    /// <param name="accounts">The accounts of the filter's plan; null where it has none.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="count">How many at most.</param>
    public Task<IReadOnlyList<PostingRow>> PageAsync(Session work, PostingFilter filter, Guid[]? accounts, Guid? after, int count) => work.QueryAsync<PostingRow>($"""
        select t.id, t.journal_id, t.funder, coalesce(debit.plan_id, credit.plan_id) as plan_id, t.debit_account_id, debit.kind as debit_kind,
               t.credit_account_id, credit.kind as credit_kind, t.amount_pence, t.cause, t.effective_date, t.posted_at
        from payments.ledger_transfers t
        join payments.ledger_accounts debit on debit.programme = @Programme and debit.id = t.debit_account_id
        join payments.ledger_accounts credit on credit.programme = @Programme and credit.id = t.credit_account_id
        where t.programme = @Programme {Conditions(filter, accounts, after)}
        order by t.id limit @count
        """, new { work.Programme, filter.Funder, accounts, filter.From, filter.To, after, count });

    private static string Conditions(PostingFilter filter, Guid[]? accounts, Guid? after)
    {
        string?[] conditions =
        [
            after is null ? null : "t.id > @after",
            filter.Funder.Length > 0 ? "t.funder = @Funder" : null,
            accounts is null ? null : "(t.debit_account_id = any (@accounts) or t.credit_account_id = any (@accounts))",
            filter.From is null ? null : "t.effective_date >= @From",
            filter.To is null ? null : "t.effective_date <= @To",
        ];
        return string.Concat(conditions.OfType<string>().Select(condition => $" and {condition}"));
    }
}
