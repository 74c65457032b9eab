using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.SufficiencyChallenges;

/// <summary>Challenges of sufficiency and their answers.</summary>
internal static class ChallengeStore
{
    private const string Columns = """
        id, allocation_id, person_id, raised_by, raised_on, grounds, asked_annual_pence, answer_due_on, state, reasons, answer_allocation_id, recorded_by,
        created_at, closed_by, closed_at, version
        """;

    /// <summary>Keeps a challenge.</summary>
    /// <exception cref="Refusal">CHALLENGE_OPEN: another of the budget is.</exception>
    public static async Task InsertAsync(Mutation work, Guid id, Guid allocationId, Guid personId, SufficiencyChallenge challenge, DateOnly dueOn)
    {
        var inserted = await work.ExecuteAsync("""
            insert into allocation.sufficiency_challenges
                (programme, id, allocation_id, person_id, raised_by, raised_on, grounds, asked_annual_pence, answer_due_on, recorded_by, created_at)
            values (@Programme, @id, @allocationId, @personId, @raisedBy, @raisedOn, @Grounds, @AskedAnnualPence, @dueOn, @Subject, @Now)
            on conflict (allocation_id, programme) where state = 'OPEN' do nothing
            """,
            new
            {
                work.Programme,
                id,
                allocationId,
                personId,
                raisedBy = challenge.RaisedBy.Code(),
                raisedOn = Dates.Parse(challenge.RaiseDate),
                challenge.Grounds,
                challenge.AskedAnnualPence,
                dueOn,
                work.Caller.Subject,
                work.Now,
            });
        if (inserted is 0)
        {
            throw Refusal.Rule(
                "CHALLENGE_OPEN", "Another challenge of this indicative budget is not answered.", null,
                ("allocation_id", allocationId), ("sufficiency_challenge_id", (await FindOpenAsync(work, allocationId))?.ToString() ?? ""));
        }
    }

    /// <summary>The challenge of a budget that is not answered; null where there is none.</summary>
    public static Task<Guid?> FindOpenAsync(Session work, Guid allocationId) => work.FirstOrDefaultAsync<Guid?>(
        "select id from allocation.sufficiency_challenges where allocation_id = @allocationId and state = 'OPEN'", new { allocationId });

    /// <summary>Closes a challenge that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">CHALLENGE_CLOSED; ETAG_MISMATCH.</exception>
    public static async Task<ChallengeRow> CloseAsync(
        Mutation work, Guid id, int expected, ChallengeState state, IReadOnlyList<string> reasons, Guid? answerAllocationId)
    {
        var closed = await work.FirstOrDefaultAsync<ChallengeRow>($"""
            update allocation.sufficiency_challenges
            set state = @state, reasons = @reasons, answer_allocation_id = @answerAllocationId, closed_by = @Subject, closed_at = @Now, version = version + 1
            where id = @id and version = @expected and state = 'OPEN'
            returning {Columns}
            """, new { id, expected, state = state.Code(), reasons = reasons.ToArray(), answerAllocationId, work.Caller.Subject, work.Now });
        return closed ?? throw NotCurrent(await GetAsync(work, id));
    }

    /// <summary>One challenge.</summary>
    /// <exception cref="Refusal">SUFFICIENCY_CHALLENGE_NOT_FOUND.</exception>
    public static async Task<ChallengeRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ChallengeRow>($"select {Columns} from allocation.sufficiency_challenges where id = @id", new { id })
        ?? throw Refusal.NotFound("SUFFICIENCY_CHALLENGE", id);

    /// <summary>A challenge that is open, in the version that the caller has seen.</summary>
    /// <exception cref="Refusal">SUFFICIENCY_CHALLENGE_NOT_FOUND; CHALLENGE_CLOSED; ETAG_MISMATCH.</exception>
    public static async Task<ChallengeRow> GetToCloseAsync(Mutation work, Guid id, int expected)
    {
        var challenge = await GetAsync(work, id);
        return challenge.IsOpen && challenge.Version == expected ? challenge : throw NotCurrent(challenge);
    }

    /// <summary>Whether somebody answered a challenge of a budget, or of one before it under the same decision.</summary>
    public static Task<bool> HasAnsweredAsync(Session work, Guid allocationId, string subject) => work.ScalarAsync<bool>("""
        with recursive issue as (
            select id, replaces_id from allocation.allocations where id = @allocationId
            union all
            select earlier.id, earlier.replaces_id from issue join allocation.allocations earlier on earlier.id = issue.replaces_id
        )
        select exists (
            select from issue join allocation.sufficiency_challenges challenge on challenge.allocation_id = issue.id
            where challenge.closed_by = @subject and challenge.state in ('UPHELD', 'UPHELD_IN_PART', 'NOT_UPHELD'))
        """, new { allocationId, subject });

    /// <summary>A page of challenges: of a person under any of their ids, of a budget, in a state, or open past a day, where given.</summary>
    public static Task<IReadOnlyList<ChallengeRow>> ListAsync(
        Session work, Guid[]? personIds, Guid? allocationId, ChallengeState state, bool overdue, Page page) => work.QueryAsync<ChallengeRow>($"""
            select {Columns} from allocation.sufficiency_challenges
            where (@personIds::uuid[] is null or person_id = any(@personIds))
              and (@allocationId::uuid is null or allocation_id = @allocationId)
              and (@state::text is null or state = @state)
              and (not @overdue or (state = 'OPEN' and answer_due_on < @Today))
              and (@After::uuid is null or id > @After)
            order by id limit @Take
            """, new { personIds, allocationId, state = state is ChallengeState.Unspecified ? null : state.Code(), overdue, work.Today, page.After, page.Take });

    private static Refusal NotCurrent(ChallengeRow current) => current.IsOpen
        ? Refusal.EtagMismatch(current.Version)
        : Refusal.Rule("CHALLENGE_CLOSED", "The challenge is answered, or was taken back.", null, ("state", current.State));
}
