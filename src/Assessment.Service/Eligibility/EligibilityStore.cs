using Google.Protobuf;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>Decisions on eligibility. They never change; a new one takes the place of the old one, and both stay.</summary>
internal static class EligibilityStore
{
    private const string Columns = """
        d.id, d.assessment_id, d.person_id, d.outcomes::text as outcomes, d.facts::text as facts, d.law_version, d.discretionary_policy_id, d.budget_goes_ahead,
        d.superseded_decision_id, d.redecision_reason,
        exists (select from assessment.eligibility_decisions later where later.superseded_decision_id = d.id) as superseded,
        exists (
            select from assessment.notices notice
            join assessment.reconsiderations asked on asked.programme = notice.programme and asked.notice_id = notice.id
            where notice.subject_type = 'ELIGIBILITY_DECISION' and notice.subject_id = d.id and asked.state = 'OVERTURNED') as overturned,
        d.decided_at
        """;

    /// <summary>Stores a decision with the facts that it rests on.</summary>
    /// <exception cref="Refusal">ELIGIBILITY_DECIDED, DECISION_SUPERSEDED: a twin was faster.</exception>
    public static async Task InsertAsync(Mutation work, NewDecision decision)
    {
        var inserted = await work.ExecuteAsync("""
            insert into assessment.eligibility_decisions
                (programme, id, assessment_id, person_id, outcomes, facts, law_version, discretionary_policy_id, budget_goes_ahead, superseded_decision_id,
                 redecision_reason, decided_by, decided_at)
            values (@Programme, @Id, @AssessmentId, @PersonId, @outcomes::jsonb, @facts::jsonb, @LawVersion, @DiscretionaryPolicyId, @BudgetGoesAhead, @supersededDecisionId,
                 @reason, @Subject, @Now)
            on conflict do nothing
            """,
            new
            {
                work.Programme,
                decision.Id,
                decision.AssessmentId,
                decision.PersonId,
                outcomes = EligibilityDecisionRow.OutcomesOf(decision.Bases),
                facts = JsonFormatter.Default.Format(decision.Facts),
                decision.LawVersion,
                decision.DiscretionaryPolicyId,
                decision.BudgetGoesAhead,
                supersededDecisionId = decision.Redecision?.SupersededDecisionId,
                reason = decision.Redecision?.Reason.Code(),
                work.Caller.Subject,
                work.Now,
            });
        if (inserted is 0)
            throw PlaceTaken(decision.AssessmentId, decision.Redecision);
    }

    /// <summary>One decision.</summary>
    /// <exception cref="Refusal">ELIGIBILITY_DECISION_NOT_FOUND.</exception>
    public static async Task<EligibilityDecisionRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<EligibilityDecisionRow>($"select {Columns} from assessment.eligibility_decisions d where d.id = @id", new { id })
        ?? throw Refusal.NotFound("ELIGIBILITY_DECISION", id);

    // An assessment and the versions that it corrects, one after the other.
    private const string Versions = """
        with recursive versions as (
            select id, corrects_id from assessment.assessments where id = @assessmentId
            union all
            select earlier.id, earlier.corrects_id from assessment.assessments earlier join versions on earlier.id = versions.corrects_id)
        """;

    /// <summary>Makes sure that a decision is one of an assessment's, or of a version that it corrects.</summary>
    /// <exception cref="Refusal">ELIGIBILITY_DECISION_NOT_FOUND.</exception>
    public static async Task RequireOfAsync(Session work, Guid id, Guid assessmentId)
    {
        if (!await work.ScalarAsync<bool>($"""
            {Versions}
            select exists (select from assessment.eligibility_decisions where id = @id and assessment_id in (select versions.id from versions))
            """, new { id, assessmentId }))
        {
            throw Refusal.NotFound("ELIGIBILITY_DECISION", id);
        }
    }

    /// <summary>Who decided, as their token names them; empty for decisions made before that was kept.</summary>
    public static Task<string> DecidedByAsync(Session work, Guid id) =>
        work.ScalarAsync<string>("select decided_by from assessment.eligibility_decisions where id = @id", new { id });

    /// <summary>The decision that holds and was made on an assessment or on a version that it corrects, or null: what another decision takes the place of.</summary>
    public static Task<Guid?> HoldingAsync(Session work, Guid assessmentId) => work.FirstOrDefaultAsync<Guid?>($"""
        {Versions}
        select d.id from assessment.eligibility_decisions d
        where d.assessment_id in (select versions.id from versions)
            and not exists (select from assessment.eligibility_decisions later where later.superseded_decision_id = d.id)
        """, new { assessmentId });

    /// <summary>The decision that was made on this very assessment and holds now, or null.</summary>
    public static Task<EligibilityDecisionRow?> CurrentAsync(Session work, Guid assessmentId) => work.FirstOrDefaultAsync<EligibilityDecisionRow>($"""
        select {Columns} from assessment.eligibility_decisions d
        where d.assessment_id = @assessmentId
            and not exists (select from assessment.eligibility_decisions later where later.superseded_decision_id = d.id)
        """, new { assessmentId });

    /// <summary>A page of an assessment's decisions.</summary>
    public static Task<IReadOnlyList<EligibilityDecisionRow>> ListAsync(Session work, Guid assessmentId, Page page) =>
        work.QueryAsync<EligibilityDecisionRow>($"""
            select {Columns} from assessment.eligibility_decisions d
            where d.assessment_id = @assessmentId and (@After::uuid is null or d.id > @After) order by d.id limit @Take
            """, new { assessmentId, page.After, page.Take });

    /// <summary>The place that a decision was to take is not free: that of the first one, or that of the one which it names.</summary>
    public static Refusal PlaceTaken(Guid assessmentId, Redecision? redecision) => redecision is null
        ? Refusal.Rule(
            "ELIGIBILITY_DECIDED", "Eligibility is decided on this assessment: to decide again, name the decision that holds and say why.", null,
            ("assessment_id", assessmentId))
        : Refusal.Conflict(
            "DECISION_SUPERSEDED", "Another decision has taken the place of this one: read the assessment's decisions again.",
            ("eligibility_decision_id", redecision.SupersededDecisionId));
}
