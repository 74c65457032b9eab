using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.SmallBudgets;

/// <summary>Small and one-off budgets.</summary>
internal static class SmallBudgetStore
{
    private const string Columns = """
        id, person_id, kind, outcome, items::text as items, amount_pence, funder, management, state, proposed_by, proposed_at, decided_by, decided_at, notice_id,
        version
        """;

    /// <summary>Keeps a proposal.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, SmallBudget budget, long amountPence) => work.ExecuteAsync("""
        insert into assessment.small_budgets
            (programme, id, person_id, kind, outcome, items, amount_pence, funder, management, proposed_by, proposed_at)
        values (@Programme, @id, @personId, @kind, @Outcome, @items::jsonb, @amountPence, @Funder, @management, @Subject, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            kind = budget.Kind.Code(),
            budget.Outcome,
            items = SmallBudgetRow.ItemsOf(budget),
            amountPence,
            budget.Funder,
            management = budget.Management.Code(),
            work.Caller.Subject,
            work.Now,
        });

    /// <summary>Decides a proposal that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">SMALL_BUDGET_DECIDED; ETAG_MISMATCH.</exception>
    public static async Task<SmallBudgetRow> DecideAsync(Mutation work, Guid id, int expected, SmallBudgetState state, DateOnly? approvedYear, Guid? noticeId)
    {
        var decided = await work.FirstOrDefaultAsync<SmallBudgetRow>($"""
            update assessment.small_budgets
            set state = @state, decided_by = @Subject, decided_at = @Now, approved_year = @approvedYear, notice_id = @noticeId, version = version + 1
            where id = @id and version = @expected and state = 'PROPOSED'
            returning {Columns}
            """, new { id, expected, state = state.Code(), work.Caller.Subject, work.Now, approvedYear, noticeId });
        if (decided is not null)
            return decided;
        var current = await GetAsync(work, id);
        throw current.State is "PROPOSED" ? Refusal.EtagMismatch(current.Version) : Decided(current);
    }

    /// <summary>Makes sure that the person has had no other one-off direct payment in a financial year. Hold the person still where it has to last.</summary>
    /// <exception cref="Refusal">ONE_OFF_TAKEN.</exception>
    public static async Task RequireNoOneOffAsync(Session work, Guid personId, DateOnly financialYear)
    {
        var taken = await work.FirstOrDefaultAsync<Guid?>("""
            select id from assessment.small_budgets
            where person_id = @personId and approved_year = @financialYear and state = 'APPROVED' and kind = 'ONE_OFF' and management = 'DIRECT_PAYMENT'
            """, new { personId, financialYear });
        if (taken is { } id)
        {
            throw Refusal.Rule(
                "ONE_OFF_TAKEN", "The person has had a one-off direct payment in this financial year.", "NHS England guidance on direct payments for healthcare",
                ("small_budget_id", id));
        }
    }

    /// <summary>One small budget.</summary>
    /// <exception cref="Refusal">SMALL_BUDGET_NOT_FOUND.</exception>
    public static async Task<SmallBudgetRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<SmallBudgetRow>($"select {Columns} from assessment.small_budgets where id = @id", new { id })
        ?? throw Refusal.NotFound("SMALL_BUDGET", id);

    /// <summary>A page of a person's small budgets.</summary>
    public static Task<IReadOnlyList<SmallBudgetRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<SmallBudgetRow>($"""
        select {Columns} from assessment.small_budgets
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>It is decided already.</summary>
    public static Refusal Decided(SmallBudgetRow budget) =>
        Refusal.Rule("SMALL_BUDGET_DECIDED", "The small budget is approved or refused already. Another can be proposed.", null, ("state", budget.State));
}
