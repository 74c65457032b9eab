using Google.Protobuf;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Indicative budgets. What they say never changes: another figure is another budget, and what was told since stands beside them.</summary>
internal static class AllocationStore
{
    private const string Select = """
        select allocation.id, allocation.person_id, allocation.assessment_id, allocation.eligibility_decision_id,
               (allocation.components || jsonb_strip_nulls(jsonb_build_object(
                   'tellings', told.tellings, 'sight', allocation.sight, 'otherPublicMoney', allocation.other_public_money)))::text as document,
               allocation.annual_pence, allocation.issued_at, allocation.issued_by, allocation.cause, allocation.replaces_id, allocation.version,
               replacement.id is not null or onward.is_superseded as is_superseded, coalesce(replacement.id, onward.superseded_by_id) as superseded_by_id,
               correction.by_assessment_id as corrected_by_id, coalesce(survivor.death_date is not null, false) as person_died
        from allocation.allocations allocation
        left join allocation.allocations replacement on replacement.programme = allocation.programme and replacement.replaces_id = allocation.id
        cross join lateral (
            select jsonb_agg(telling.body order by telling.id) as tellings
            from allocation.tellings telling where telling.programme = allocation.programme and telling.allocation_id = allocation.id
        ) told
        cross join lateral (
            -- A decision that says no has no budget: then the one after it, if there is one.
            with recursive later as (
                select by_decision_id from allocation.supersessions
                where programme = allocation.programme and decision_id = allocation.eligibility_decision_id
                union
                select next.by_decision_id
                from later join allocation.supersessions next on next.programme = allocation.programme and next.decision_id = later.by_decision_id
            )
            select exists (select from later) as is_superseded, (
                select successor.id
                from later
                join allocation.allocations successor
                  on successor.programme = allocation.programme and successor.eligibility_decision_id = later.by_decision_id
                  and successor.replaces_id is null
                order by successor.id limit 1) as superseded_by_id
        ) onward
        left join allocation.assessment_corrections correction
          on correction.programme = allocation.programme and correction.assessment_id = allocation.assessment_id
        left join allocation.people person on person.programme = allocation.programme and person.person_id = allocation.person_id
        left join allocation.people survivor on survivor.programme = allocation.programme and survivor.person_id = person.survivor_id
        """;

    /// <summary>Stores an indicative budget, unless its decision has one already, or another took the place of the one that it replaces.</summary>
    /// <returns>False if so.</returns>
    public static async Task<bool> TryInsertAsync(Mutation work, Guid id, AllocationMessage allocation) => await work.ExecuteAsync("""
        insert into allocation.allocations
            (programme, id, person_id, assessment_id, eligibility_decision_id, components, annual_pence, issued_at, issued_by, cause, replaces_id)
        values
            (@Programme, @id, @personId, @assessmentId, @decisionId, @document::jsonb, @AnnualPence, @Now, @Subject, @cause, @replacesId)
        on conflict do nothing
        """,
        new
        {
            work.Programme,
            id,
            personId = Guid.Parse(allocation.PersonId),
            assessmentId = Guid.Parse(allocation.AssessmentId),
            decisionId = Guid.Parse(allocation.EligibilityDecisionId),
            document = AllocationRow.DocumentOf(allocation),
            allocation.AnnualPence,
            work.Now,
            work.Caller.Subject,
            cause = allocation.Cause.Code(),
            replacesId = Ids.ParseOptional(allocation.ReplacesAllocationId),
        }) is 1;

    /// <summary>Raises the version of a budget.</summary>
    /// <returns>The version after that.</returns>
    public static Task<int> RaiseVersionAsync(Mutation work, Guid id) => work.ScalarAsync<int>(
        "update allocation.allocations set version = version + 1 where id = @id returning version", new { id });

    /// <summary>Keeps that a budget, which the caller has seen in this version, was told.</summary>
    /// <returns>False if the version is another.</returns>
    public static async Task<bool> TellAsync(Mutation work, Guid id, int expected, Telling telling) => await work.ExecuteAsync("""
        with told as (
            update allocation.allocations set version = version + 1 where id = @id and version = @expected returning id
        )
        insert into allocation.tellings (programme, id, allocation_id, told_on, body)
        select @Programme, @tellingId, told.id, @toldOn, @body::jsonb from told
        """,
        new
        {
            work.Programme,
            id,
            expected,
            tellingId = work.NewId(),
            toldOn = Dates.Parse(telling.Date),
            body = JsonFormatter.Default.Format(telling),
        }) is 1;

    /// <summary>Keeps that a budget, which the caller has seen in this version, was seen by its person.</summary>
    /// <returns>False if the version is another, or that was kept before.</returns>
    public static async Task<bool> SeeAsync(Mutation work, Guid id, int expected, Sight sight) => await work.ExecuteAsync("""
        update allocation.allocations set sight = @body::jsonb, version = version + 1 where id = @id and version = @expected and sight is null
        """, new { id, expected, body = JsonFormatter.Default.Format(sight) }) is 1;

    /// <summary>Keeps the other public money beside a budget, which the caller has seen in this version, in place of what was kept.</summary>
    /// <returns>False if the version is another.</returns>
    public static async Task<bool> RecordOtherMoneyAsync(Mutation work, Guid id, int expected, IEnumerable<OtherPublicMoney> money) => await work.ExecuteAsync(
        "update allocation.allocations set other_public_money = @body::jsonb, version = version + 1 where id = @id and version = @expected",
        new { id, expected, body = $"[{string.Join(',', money.Select(one => JsonFormatter.Default.Format(one)))}]" }) is 1;

    /// <summary>One indicative budget.</summary>
    /// <exception cref="Refusal">ALLOCATION_NOT_FOUND.</exception>
    public static async Task<AllocationRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<AllocationRow>($"{Select} where allocation.id = @id", new { id })
        ?? throw Refusal.NotFound("ALLOCATION", id);

    /// <summary>The indicative budget of a decision, the last where it was re-issued; null where it has none.</summary>
    public static Task<Guid?> FindOfDecisionAsync(Session work, Guid decisionId) => work.FirstOrDefaultAsync<Guid?>(
        """
        select allocation.id from allocation.allocations allocation
        where allocation.eligibility_decision_id = @decisionId
          and not exists (select from allocation.allocations later where later.replaces_id = allocation.id)
        """, new { decisionId });

    /// <summary>Who answers for a budget: who issued it, and those before it under the decision.</summary>
    public static Task<IReadOnlyList<string>> IssuersAsync(Session work, Guid id) => work.QueryAsync<string>("""
        with recursive issue as (
            select replaces_id, issued_by from allocation.allocations where id = @id
            union all
            select earlier.replaces_id, earlier.issued_by from issue join allocation.allocations earlier on earlier.id = issue.replaces_id
        )
        select distinct issued_by from issue
        """, new { id });

    /// <summary>A page of indicative budgets, of a person under any of their ids and of an assessment where given, or of those that their person does not know of.</summary>
    public static Task<IReadOnlyList<AllocationRow>> ListAsync(Session work, Guid[]? personIds, Guid? assessmentId, bool untold, Page page) =>
        work.QueryAsync<AllocationRow>($"""
            {Select}
            where (@personIds::uuid[] is null or allocation.person_id = any(@personIds))
              and (@assessmentId::uuid is null or allocation.assessment_id = @assessmentId) and (@After::uuid is null or allocation.id > @After)
              and (not @untold or (
                  told.tellings is null and allocation.sight is null and replacement.id is null and not onward.is_superseded and survivor.death_date is null))
            order by allocation.id limit @Take
            """, new { personIds, assessmentId, untold, page.After, page.Take });
}
