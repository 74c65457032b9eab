using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Facts for decisions, with safe defaults.</summary>
internal static class Facts
{
    public static readonly DateOnly Today = new(2026, 6, 1);

    /// <summary>The law of today.</summary>
    public static readonly EligibilityLaw Law = LawVersions.Known.InForce(Today);

    public static EligibilityFacts Of(AssessmentMessage assessment, int age = 40, bool offerAccepted = false, params LegalStatus[] legalStatuses) => new()
    {
        DecisionDate = Dates.Text(Today),
        AssessmentKind = assessment.Kind,
        AgeYears = age,
        PeriodConsideredDays = assessment.PeriodConsideredDays,
        CareAct = assessment.CareAct,
        Carer = assessment.Carer,
        Health = assessment.Health,
        Aftercare = assessment.Aftercare,
        LegalStatuses = { legalStatuses },
        OfferAccepted = offerAccepted,
    };

    public static AftercareFacts Aftercare(params LegalStatus[] legalStatuses) => new(legalStatuses, [], Today);

    public static AssessmentMessage Assessed(AssessmentKind kind, CareActFacts? careAct = null, CarerFacts? carer = null, HealthFacts? health = null) =>
        new() { Kind = kind, CareAct = careAct, Carer = carer, Health = health };

    /// <summary>An adult with an impairment and a significant impact who cannot achieve these outcomes without help.</summary>
    public static CareActFacts Adult(params CareActOutcome[] outcomes) => new()
    {
        ImpairmentOrIllness = true,
        SignificantImpact = true,
        Outcomes = { outcomes.Select(outcome => new OutcomeFinding { Outcome = outcome, NotWithoutAssistance = true }) },
    };

    public static LegalStatus Section(MentalHealthActSection section, string start, string end = "", string leftHospital = "", LegalStatus? follows = null) => new()
    {
        LegalStatusId = Guid.CreateVersion7().ToString(),
        Section = section,
        StartDate = start,
        EndDate = end,
        LeftHospitalDate = leftHospital,
        FollowsLegalStatusId = follows?.LegalStatusId ?? "",
    };

    public static IReadOnlyList<BasisOutcome> Decided(this EligibilityFacts facts) =>
        [.. EligibilityRules.Decide(facts, Law).Select(decision => decision.ToMessage())];

    public static Residence Place(string start, ResidenceKind kind, string council, string board, string placedBy = "") => new()
    {
        ResidenceId = Guid.CreateVersion7().ToString(),
        StartDate = start,
        Kind = kind,
        Council = council,
        IntegratedCareBoard = board,
        PlacedByCouncil = placedBy,
    };

    public static LegalStatus With(this LegalStatus status, Action<LegalStatus> change)
    {
        var changed = status.Clone();
        change(changed);
        return changed;
    }

    /// <summary>The same record as a later one tells it.</summary>
    public static LegalStatus Replaced(this LegalStatus status, Action<LegalStatus> change)
    {
        var later = status.Clone();
        later.LegalStatusId = Guid.CreateVersion7().ToString();
        later.ReplacesLegalStatusId = status.LegalStatusId;
        later.ReplacementReason = "What happened since.";
        change(later);
        return later;
    }

    public static BasisOutcome Outcome(this EligibilityFacts facts, LegalBasis basis) => Assert.Single(facts.Decided(), outcome => outcome.LegalBasis == basis);

    public static IEnumerable<LegalBasis> Considered(this EligibilityFacts facts) => facts.Decided().Select(outcome => outcome.LegalBasis);
}
