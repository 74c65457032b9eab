using Google.Protobuf;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>Annual uplifts and how far they are.</summary>
internal static class AnnualUpliftStore
{
    private const string Columns = """
        id, name, effective_on, terms::text as terms, state, drafted_by, coalesce(approved_by, '') as approved_by, outcome::text as outcome, looked_at_to,
        created_at, applied_at, completed_at, version
        """;

    /// <summary>Stores a draft.</summary>
    public static async Task<AnnualUpliftRow> InsertAsync(Mutation work, AnnualUplift uplift) => (await work.FirstOrDefaultAsync<AnnualUpliftRow>($"""
        insert into allocation.annual_uplifts (programme, id, name, effective_on, terms, state, drafted_by, created_at)
        values (@Programme, @id, @Name, @day, @terms::jsonb, 'DRAFT', @Subject, @Now)
        returning {Columns}
        """,
        new
        {
            work.Programme,
            id = work.NewId(),
            uplift.Name,
            day = Dates.Parse(uplift.EffectiveDate),
            terms = AnnualUpliftRow.TermsOf(uplift),
            work.Caller.Subject,
            work.Now,
        }))!;

    /// <summary>One uplift.</summary>
    /// <exception cref="Refusal">ANNUAL_UPLIFT_NOT_FOUND.</exception>
    public static async Task<AnnualUpliftRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<AnnualUpliftRow>($"select {Columns} from allocation.annual_uplifts where id = @id", new { id })
        ?? throw Refusal.NotFound("ANNUAL_UPLIFT", id);

    /// <summary>One uplift, locked until the work ends: of several processes one at a time goes on with it.</summary>
    /// <exception cref="Refusal">ANNUAL_UPLIFT_NOT_FOUND.</exception>
    public static async Task<AnnualUpliftRow> LockAsync(Mutation work, Guid id) =>
        await work.FirstOrDefaultAsync<AnnualUpliftRow>($"select {Columns} from allocation.annual_uplifts where id = @id for update", new { id })
        ?? throw Refusal.NotFound("ANNUAL_UPLIFT", id);

    /// <summary>A page of uplifts.</summary>
    public static Task<IReadOnlyList<AnnualUpliftRow>> ListAsync(Session work, Page page) => work.QueryAsync<AnnualUpliftRow>(
        $"select {Columns} from allocation.annual_uplifts where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>Those that are being applied, the oldest first.</summary>
    public static Task<IReadOnlyList<Guid>> ApplyingAsync(Session work) =>
        work.QueryAsync<Guid>("select id from allocation.annual_uplifts where state = 'APPLYING' order by id");

    /// <summary>Approves a draft whose row is locked.</summary>
    public static Task<AnnualUpliftRow> ApproveAsync(Mutation work, Guid id) =>
        OneAsync(work, "state = 'APPROVED', approved_by = @Subject, approved_at = @Now", new { id, work.Caller.Subject, work.Now });

    /// <summary>Begins to apply one whose row is locked.</summary>
    public static Task<AnnualUpliftRow> BeginAsync(Mutation work, Guid id) => OneAsync(work, "state = 'APPLYING', applied_at = @Now", new { id, work.Now });

    /// <summary>Keeps how far one is whose row is locked.</summary>
    public static Task<AnnualUpliftRow> AdvanceAsync(Mutation work, Guid id, Guid lookedAtTo, UpliftOutcome outcome) =>
        OneAsync(work, "looked_at_to = @lookedAtTo, outcome = @outcome::jsonb", new { id, lookedAtTo, outcome = JsonFormatter.Default.Format(outcome) });

    /// <summary>Ends one whose row is locked.</summary>
    public static Task<AnnualUpliftRow> CompleteAsync(Mutation work, Guid id) => OneAsync(work, "state = 'APPLIED', completed_at = @Now", new { id, work.Now });

    private static async Task<AnnualUpliftRow> OneAsync(Mutation work, string assignments, object values) =>
        (await work.FirstOrDefaultAsync<AnnualUpliftRow>(
            $"update allocation.annual_uplifts set {assignments}, version = version + 1 where id = @id returning {Columns}", values))!;
}
