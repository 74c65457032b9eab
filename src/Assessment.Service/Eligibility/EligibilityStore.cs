using System.Text.Json;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>Decisions on eligibility. They never change; a new one stands beside the old one.</summary>
internal static class EligibilityStore
{
    private const string Columns = "id, assessment_id, person_id, outcomes::text as outcomes, budget_goes_ahead, decided_at";

    /// <summary>Stores a decision with the facts that it rests on; the signed assessment is among them by its id, for it never changes.</summary>
    public static Task InsertAsync(
        Mutation work, Guid id, Guid assessmentId, Guid personId, EligibilityFacts facts, IReadOnlyList<BasisOutcome> outcomes, bool budgetGoesAhead) =>
        work.ExecuteAsync("""
            insert into assessment.eligibility_decisions
                (programme, id, assessment_id, person_id, outcomes, facts, budget_goes_ahead, decided_at)
            values (@Programme, @id, @assessmentId, @personId, @outcomes::jsonb, @facts::jsonb, @budgetGoesAhead, @Now)
            """,
            new
            {
                work.Programme,
                id,
                assessmentId,
                personId,
                outcomes = EligibilityDecisionRow.OutcomesOf(outcomes),
                facts = JsonSerializer.Serialize(new
                {
                    ageYears = facts.AgeYears,
                    offerAccepted = facts.OfferAccepted,
                    decidedOn = Dates.Text(facts.Today),
                    legalStatusIds = facts.LegalStatuses.Select(status => status.LegalStatusId),
                }),
                budgetGoesAhead,
                work.Now,
            });

    /// <summary>One decision.</summary>
    /// <exception cref="Refusal">ELIGIBILITY_DECISION_NOT_FOUND.</exception>
    public static async Task<EligibilityDecisionRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<EligibilityDecisionRow>($"select {Columns} from assessment.eligibility_decisions where id = @id", new { id })
        ?? throw Refusal.NotFound("ELIGIBILITY_DECISION", id);

    /// <summary>The decision of an assessment that holds now, or null.</summary>
    public static Task<EligibilityDecisionRow?> LatestAsync(Session work, Guid assessmentId) => work.FirstOrDefaultAsync<EligibilityDecisionRow>(
        $"select {Columns} from assessment.eligibility_decisions where assessment_id = @assessmentId order by id desc limit 1", new { assessmentId });

    /// <summary>A page of an assessment's decisions.</summary>
    public static Task<IReadOnlyList<EligibilityDecisionRow>> ListAsync(Session work, Guid assessmentId, Page page) =>
        work.QueryAsync<EligibilityDecisionRow>($"""
            select {Columns} from assessment.eligibility_decisions
            where assessment_id = @assessmentId and (@After::uuid is null or id > @After) order by id limit @Take
            """, new { assessmentId, page.After, page.Take });
}
