using Google.Protobuf;
using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>Financial assessments: drafts, and completed ones, of which nothing changes but that another takes their place.</summary>
internal static class FinancialAssessmentStore
{
    private const string Columns = """
        id, person_id, effective_from, facts::text as facts, corrects_id, state, calculation::text as calculation, is_full_cost, weekly_maximum_pence, review_date,
        charging_rates_id, charging_policy_id, rules_version, drafted_by, completed_by, completed_at, version
        """;

    /// <summary>Stores a draft.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, FinancialAssessment assessment, Guid? correctsId) => work.ExecuteAsync("""
        insert into allocation.financial_assessments (programme, id, person_id, effective_from, facts, corrects_id, state, drafted_by, created_at)
        values (@Programme, @id, @personId, @effectiveFrom, @facts::jsonb, @correctsId, 'DRAFT', @Subject, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            effectiveFrom = Dates.Parse(assessment.EffectiveFrom),
            facts = FinancialAssessmentRow.FactsOf(assessment),
            correctsId,
            work.Caller.Subject,
            work.Now,
        });

    /// <summary>Changes a draft.</summary>
    public static Task UpdateAsync(Mutation work, Guid id, FinancialAssessment assessment) => work.ExecuteAsync("""
        update allocation.financial_assessments set effective_from = @effectiveFrom, facts = @facts::jsonb, version = version + 1 where id = @id
        """, new { id, effectiveFrom = Dates.Parse(assessment.EffectiveFrom), facts = FinancialAssessmentRow.FactsOf(assessment) });

    /// <summary>Completes a draft with what came out.</summary>
    public static Task CompleteAsync(
        Mutation work, Guid id, FinancialAssessment facts, ContributionCalculation calculation, DateOnly reviewDate, Terms terms) => work.ExecuteAsync("""
        update allocation.financial_assessments
        set state = 'COMPLETED', facts = @facts::jsonb, calculation = @calculation::jsonb, is_full_cost = @IsFullCost, weekly_maximum_pence = @WeeklyMaximumPence,
            review_date = @reviewDate, charging_rates_id = @ratesId, charging_policy_id = @policyId, rules_version = @Version, completed_by = @Subject,
            completed_at = @Now, version = version + 1
        where id = @id
        """,
        new
        {
            id,
            facts = FinancialAssessmentRow.FactsOf(facts),
            calculation = JsonFormatter.Default.Format(calculation),
            calculation.Contribution.IsFullCost,
            calculation.Contribution.WeeklyMaximumPence,
            reviewDate,
            ratesId = Guid.Parse(terms.Rates.ChargingRatesId),
            policyId = terms.Policy is { } policy ? Guid.Parse(policy.ChargingPolicyId) : (Guid?)null,
            terms.Rules.Version,
            work.Caller.Subject,
            work.Now,
        });

    /// <summary>Marks a completed assessment as one whose place another takes.</summary>
    public static Task MarkCorrectedAsync(Mutation work, Guid id) =>
        work.ExecuteAsync("update allocation.financial_assessments set state = 'CORRECTED', version = version + 1 where id = @id", new { id });

    /// <summary>One assessment, locked until the work ends.</summary>
    /// <exception cref="Refusal">FINANCIAL_ASSESSMENT_NOT_FOUND.</exception>
    public static async Task<FinancialAssessmentRow> LockAsync(Mutation work, Guid id) =>
        await work.FirstOrDefaultAsync<FinancialAssessmentRow>($"select {Columns} from allocation.financial_assessments where id = @id for update", new { id })
        ?? throw Refusal.NotFound("FINANCIAL_ASSESSMENT", id);

    /// <summary>One assessment.</summary>
    /// <exception cref="Refusal">FINANCIAL_ASSESSMENT_NOT_FOUND.</exception>
    public static async Task<FinancialAssessmentRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<FinancialAssessmentRow>($"select {Columns} from allocation.financial_assessments where id = @id", new { id })
        ?? throw Refusal.NotFound("FINANCIAL_ASSESSMENT", id);

    /// <summary>A page of assessments, of a person under any of their ids where given.</summary>
    public static Task<IReadOnlyList<FinancialAssessmentRow>> ListAsync(Session work, Guid[]? personIds, Page page) => work.QueryAsync<FinancialAssessmentRow>($"""
        select {Columns} from allocation.financial_assessments
        where (@personIds::uuid[] is null or person_id = any(@personIds)) and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personIds, page.After, page.Take });

    /// <summary>The assessment that stands for a person on a day: the one that began last; null where none does.</summary>
    public static Task<FinancialAssessmentRow?> FindInForceAsync(Session work, Guid[] personIds, DateOnly day) => work.FirstOrDefaultAsync<FinancialAssessmentRow>($"""
        select {Columns} from allocation.financial_assessments
        where person_id = any(@personIds) and state = 'COMPLETED' and effective_from <= @day
        order by effective_from desc, completed_at desc, id desc limit 1
        """, new { personIds, day });

    /// <summary>The assessments that stand for people on a day, whichever of their ids they were made under, and the rates that each was made with.</summary>
    public static Task<IReadOnlyList<(Guid PersonId, Guid Id, Guid RatesId)>> RatesInForceAsync(Session work, Guid[] personIds, DateOnly day) =>
        work.QueryAsync<(Guid, Guid, Guid)>("""
            select distinct on (asked.id) asked.id, assessment.id, assessment.charging_rates_id
            from unnest(@personIds) asked (id)
            left join allocation.people known on known.person_id = asked.id
            left join allocation.people same on same.programme = known.programme and same.survivor_id = known.survivor_id
            join allocation.financial_assessments assessment on assessment.person_id = coalesce(same.person_id, asked.id)
            where assessment.state = 'COMPLETED' and assessment.effective_from <= @day
            order by asked.id, assessment.effective_from desc, assessment.completed_at desc, assessment.id desc
            """, new { personIds = personIds.Distinct().ToArray(), day });

    /// <summary>The assessment of a person that begins on a day and stands; null where there is none.</summary>
    public static Task<Guid?> FindOfDayAsync(Session work, Guid[] personIds, DateOnly day) => work.FirstOrDefaultAsync<Guid?>("""
        select id from allocation.financial_assessments
        where person_id = any(@personIds) and state = 'COMPLETED' and effective_from = @day
        """, new { personIds, day });

    /// <summary>
    /// A page of the assessments that are to be looked at again: of each living person the one that began last, whichever of their ids it was made under.
    /// </summary>
    public static Task<IReadOnlyList<ReviewRow>> ListDueAsync(Session work, DateOnly dueBy, Page page) => work.QueryAsync<ReviewRow>("""
        select id, person_id, effective_from, review_date
        from (
            select distinct on (coalesce(person.survivor_id, assessment.person_id))
                assessment.id, assessment.person_id, assessment.effective_from, assessment.review_date, survivor.death_date
            from allocation.financial_assessments assessment
            left join allocation.people person on person.programme = assessment.programme and person.person_id = assessment.person_id
            left join allocation.people survivor on survivor.programme = person.programme and survivor.person_id = person.survivor_id
            where assessment.state = 'COMPLETED'
            order by coalesce(person.survivor_id, assessment.person_id), assessment.effective_from desc, assessment.completed_at desc, assessment.id desc
        ) latest
        where death_date is null and review_date <= @dueBy and (@After::uuid is null or id > @After)
        order by id limit @Take
        """, new { dueBy, page.After, page.Take });
}
