using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.Clusterings;
using PersonalBudgets.Assessment.DiscretionaryPolicies;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.Offers;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.Reconsiderations;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>A decision as it is made: gathers the facts, lets the rules decide, keeps both, tells the person and the others.</summary>
internal sealed class Deciding(NoticeIssuing notices)
{
    private const string Subject = "ELIGIBILITY_DECISION";

    /// <summary>Decides on an assessment, for the first time or again.</summary>
    /// <exception cref="Refusal">
    /// ASSESSMENT_NOT_FOUND, ASSESSMENT_NOT_SIGNED, ASSESSMENT_SUPERSEDED, OFFER_NOT_ACCEPTED, ELIGIBILITY_DECIDED, ELIGIBILITY_DECISION_NOT_FOUND,
    /// DECISION_SUPERSEDED, DECISION_NOT_OVERTURNED, DECIDER_IS_REFUSER.
    /// </exception>
    public async Task<EligibilityDecisionRow> DecideAsync(Mutation mutation, Guid assessmentId, Redecision? redecision)
    {
        var assessment = await AssessmentStore.LockLatestAsync(mutation, assessmentId);
        await PersonStore.RequireLivingAsync(mutation, assessment.PersonId);
        await RequirePlaceAsync(mutation, assessment.Id, redecision);
        if (redecision is { Reason: RedecisionReason.Challenge })
            await RequireChallengeAsync(mutation, redecision.SupersededDecisionId);
        var (facts, law) = (await FactsAsync(mutation, assessment), LawVersions.Known.InForce(mutation.Today));
        var policy = await DiscretionaryPolicyStore.InForceAsync(mutation, mutation.Today);
        var decisions = EligibilityRules.Decide(facts, law, policy);
        if (EligibilityRules.WaitsForAcceptance(decisions, facts))
        {
            throw Refusal.Rule(
                "OFFER_NOT_ACCEPTED", "Nothing but a discretionary budget is in question, and the person has not accepted an offer of one.",
                "DOMAIN 3.1", ("assessment_id", assessment.Id));
        }

        var decision = new NewDecision(
            mutation.NewId(), assessment.Id, assessment.PersonId, facts, law.Version, policy is null ? null : Guid.Parse(policy.DiscretionaryPolicyId), decisions, redecision);
        await EligibilityStore.InsertAsync(mutation, decision);
        mutation.Audit(
            "assessment.eligibility.decided", Subject, decision.Id, decision.BudgetGoesAhead ? "ELIGIBLE" : "NOT_ELIGIBLE",
            decision.PersonId);
        mutation.Publish(Told(mutation, decision), decision.Id.ToString());
        await TellPersonAsync(mutation, decision);
        return await EligibilityStore.GetAsync(mutation, decision.Id);
    }

    /// <summary>One decision of an assessment, all its versions together, holds; another one takes its place only where it says so.</summary>
    private static async Task RequirePlaceAsync(Session session, Guid assessmentId, Redecision? redecision)
    {
        if (redecision is not null)
            await EligibilityStore.RequireOfAsync(session, redecision.SupersededDecisionId, assessmentId);
        if (await EligibilityStore.HoldingAsync(session, assessmentId) != redecision?.SupersededDecisionId)
            throw EligibilityStore.PlaceTaken(assessmentId, redecision);
    }

    /// <summary>A challenge is found right by somebody who did not decide, and decided anew by somebody who did not either.</summary>
    private static async Task RequireChallengeAsync(Session session, Guid challengedId)
    {
        if (!await ReconsiderationStore.IsOverturnedAsync(session, Subject, challengedId))
        {
            throw Refusal.Rule(
                "DECISION_NOT_OVERTURNED", "No challenge of this decision was found right: answer the person's request for another look first.", null,
                ("eligibility_decision_id", challengedId));
        }

        if (await EligibilityStore.DecidedByAsync(session, challengedId) == session.Caller.Subject)
        {
            throw Refusal.Rule(
                "DECIDER_IS_REFUSER", "Somebody who had no part in a decision decides it anew.", "SI 2013/1617 reg 15(4)-(5)",
                ("eligibility_decision_id", challengedId));
        }
    }

    /// <summary>
    /// One notice of each body that decided (Care Act 2014 s13(1)-(2), (5); DOMAIN 0, A27): the council's and the NHS's ways to another look are not the same.
    /// After-care is of both; the way that is named is that of the right to a personal health budget.
    /// </summary>
    private async Task TellPersonAsync(Mutation mutation, NewDecision decision)
    {
        foreach (var body in decision.Bases.GroupBy(basis => basis.Basis is LegalBasis.CareAct or LegalBasis.Carer ? NoticeRoute.Council : NoticeRoute.Nhs))
        {
            await notices.IssueAsync(mutation, new NewNotice(
                NoticeKind.Eligibility, Subject, decision.Id, decision.PersonId, body.Any(basis => basis.Eligible) ? "ELIGIBLE" : "NOT_ELIGIBLE",
                [.. body.SelectMany(basis => basis.Reasons).Select(reason => reason.Plain).Distinct()], body.Key)
            {
                EasyReadReasons = [.. body.SelectMany(basis => basis.Reasons).SelectMany(reason => reason.EasyRead).Distinct()],
            });
        }
    }

    private static async Task<EligibilityFacts> FactsAsync(Session session, AssessmentRow row)
    {
        var (person, assessment) = (await PersonStore.GetAsync(session, row.PersonId), row.ToMessage());
        var aftercare = await LegalStatusStore.FactsAsync(session, row.PersonId);
        return new EligibilityFacts
        {
            DecisionDate = Dates.Text(session.Today),
            AssessmentKind = assessment.Kind,
            AgeYears = Age.InYears(person.BirthDate, session.Today),
            PeriodConsideredDays = assessment.PeriodConsideredDays,
            CareAct = assessment.CareAct,
            Carer = assessment.Carer,
            Health = assessment.Health,
            Aftercare = assessment.Aftercare,
            LegalStatuses = { aftercare.LegalStatuses },
            OfferAccepted = await OfferStore.IsAcceptedAsync(session, row.PersonId),
            Cluster = assessment.ClusteringId is "" ? "" : (await ClusteringStore.GetAsync(session, Guid.Parse(assessment.ClusteringId))).Cluster,
            AftercareEnds = { aftercare.Ends },
        };
    }

    private static EligibilityDecided Told(Mutation mutation, NewDecision decision) => new()
    {
        Programme = mutation.Programme,
        SubjectId = decision.Id.ToString(),
        SubjectVersion = 1,
        OccurredAt = mutation.Now,
        AssessmentId = decision.AssessmentId.ToString(),
        PersonId = decision.PersonId.ToString(),
        Outcomes = [.. decision.Bases.Select(basis => new DecidedBasis(basis.Basis.Code(), basis.Eligible))],
        BudgetGoesAhead = decision.BudgetGoesAhead,
        SupersededDecisionId = decision.Redecision?.SupersededDecisionId.ToString(),
    };
}
