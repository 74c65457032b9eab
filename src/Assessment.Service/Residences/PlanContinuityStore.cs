using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>The times in which one council continues the plan of another.</summary>
internal static class PlanContinuityStore
{
    private const string Columns = "id, person_id, residence_id, move_date, from_council, to_council, end_code, assessment_id, opened_at, closed_at, version";

    /// <summary>Opens one, unless the same move had one that came to its end: a move that a correction brings back is not assessed twice.</summary>
    /// <returns>Whether it was opened.</returns>
    public static async Task<bool> OpenAsync(Mutation work, Guid id, Guid personId, Guid residenceId, Move move) => await work.ExecuteAsync("""
        insert into assessment.plan_continuities (programme, id, person_id, residence_id, move_date, from_council, to_council, opened_at)
        select @Programme, @id, @personId, @residenceId, @Day, @FromCouncil, @ToCouncil, @Now
        where not exists (
            select from assessment.plan_continuities
            where person_id = @personId and move_date = @Day and from_council = @FromCouncil and to_council = @ToCouncil
                and end_code not in ('MOVED_ON', 'CORRECTED'))
        """, new { work.Programme, id, personId, residenceId, move.Day, move.FromCouncil, move.ToCouncil, work.Now }) > 0;

    /// <summary>Closes what is open of a person.</summary>
    /// <returns>The id of what was closed; null if nothing was open.</returns>
    public static Task<Guid?> CloseOpenAsync(Mutation work, Guid personId, PlanContinuityEnd end) => work.FirstOrDefaultAsync<Guid?>("""
        update assessment.plan_continuities set end_code = @end, closed_at = @Now, version = version + 1
        where person_id = @personId and closed_at is null returning id
        """, new { personId, end = end.Code(), work.Now });

    /// <summary>Closes one.</summary>
    /// <exception cref="Refusal">PLAN_CONTINUITY_NOT_FOUND, ETAG_MISMATCH, PLAN_CONTINUITY_CLOSED.</exception>
    public static async Task<PlanContinuityRow> CloseAsync(Mutation work, Guid personId, Guid id, int expected, PlanContinuityEnd end, Guid? assessmentId)
    {
        var closed = await work.FirstOrDefaultAsync<PlanContinuityRow>($"""
            update assessment.plan_continuities set end_code = @end, assessment_id = @assessmentId, closed_at = @Now, version = version + 1
            where id = @id and person_id = @personId and version = @expected and closed_at is null returning {Columns}
            """, new { id, personId, expected, end = end.Code(), assessmentId, work.Now });
        if (closed is not null)
            return closed;
        var current = await GetAsync(work, personId, id);
        throw current.Version != expected
            ? Refusal.EtagMismatch(current.Version)
            : Refusal.Rule("PLAN_CONTINUITY_CLOSED", "The continuity has ended already.", null, ("plan_continuity_id", id));
    }

    /// <summary>One continuity of a person.</summary>
    /// <exception cref="Refusal">PLAN_CONTINUITY_NOT_FOUND.</exception>
    public static async Task<PlanContinuityRow> GetAsync(Session work, Guid personId, Guid id) =>
        await work.FirstOrDefaultAsync<PlanContinuityRow>($"select {Columns} from assessment.plan_continuities where id = @id and person_id = @personId", new { id, personId })
        ?? throw Refusal.NotFound("PLAN_CONTINUITY", id);

    /// <summary>A page of a person's continuities.</summary>
    public static Task<IReadOnlyList<PlanContinuityRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<PlanContinuityRow>($"""
        select {Columns} from assessment.plan_continuities
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });
}
