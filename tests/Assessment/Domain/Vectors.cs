using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>The vectors of DOMAIN 6 that are about eligibility, by name, and such facts as make every other reason.</summary>
internal static class Vectors
{
    private static readonly LegalStatus Discharged = Section(MentalHealthActSection._3, "2026-01-10", "2026-03-01", "2026-03-01");

    /// <summary>By the vector's number; what has none is named after what it shows.</summary>
    public static IReadOnlyDictionary<string, EligibilityFacts> All { get; } = new Dictionary<string, EligibilityFacts>
    {
        ["E1"] = AdultOf(Finding(CareActOutcome.Relationships, help: true), Finding(CareActOutcome.Community, distress: true)),
        ["E2"] = AdultOf(Finding(CareActOutcome.WorkOrLearning, help: true)),
        ["E3"] = AdultOf(new CareActFacts { SignificantImpact = true, Outcomes = { Finding(CareActOutcome.HabitableHome, help: true), Finding(CareActOutcome.WorkOrLearning, help: true) } }),
        ["E4"] = AdultOf(Finding(CareActOutcome.Nutrition, longer: true), Finding(CareActOutcome.Clothing, longer: true)),
        ["E5"] = AdultOf(new CareActFacts
        {
            ImpairmentOrIllness = true,
            Outcomes = { Finding(CareActOutcome.Relationships, help: true), Finding(CareActOutcome.WorkOrLearning, help: true) },
        }),
        ["E7"] = Of(Assessed(AssessmentKind.Carer, carer: new CarerFacts { ProvidesNecessaryCare = true, HealthAtRisk = true, SignificantImpact = true })),
        ["E9"] = AdultOf(
            Finding(CareActOutcome.Nutrition, help: true, byCarer: true), Finding(CareActOutcome.Hygiene, help: true, byCarer: true),
            Finding(CareActOutcome.HabitableHome, help: true, byCarer: true)),
        ["E10"] = Of(Assessed(AssessmentKind.Joint, careAct: Adult(CareActOutcome.Nutrition)), legalStatuses: Discharged),
        ["P1"] = Of(Assessed(AssessmentKind.S117), legalStatuses: Discharged),
        ["no need for after-care"] = NoNeed(new AftercareNeeds { ArisesFromMentalDisorder = true }),
        ["P2"] = Of(
            Assessed(AssessmentKind.Health, health: new HealthFacts { DiscretionaryBenefit = true }), offerAccepted: true,
            legalStatuses: Section(MentalHealthActSection._2, "2026-01-10", "2026-01-20", "2026-01-20")),
        ["P3 37"] = Left(MentalHealthActSection._37),
        ["P3 45A"] = Left(MentalHealthActSection._45A),
        ["P3 47"] = Left(MentalHealthActSection._47),
        ["P3 48"] = Left(MentalHealthActSection._48),
        ["P5"] = Of(Assessed(AssessmentKind.Health, health: new HealthFacts { ChildrensContinuingCare = true }), age: 17),
        ["a fluctuating need"] = Fluctuating(),
        ["every outcome and limb"] = AdultOf(
            Finding(CareActOutcome.Nutrition, help: true), Finding(CareActOutcome.Hygiene, distress: true), Finding(CareActOutcome.Toilet, danger: true),
            Finding(CareActOutcome.Clothing, longer: true), Finding(CareActOutcome.HomeSafely, danger: true), Finding(CareActOutcome.HabitableHome, longer: true),
            Finding(CareActOutcome.Relationships, distress: true), Finding(CareActOutcome.WorkOrLearning, distress: true), Finding(CareActOutcome.Community),
            Finding(CareActOutcome.CaringForChild, danger: true)),
        ["nothing found"] = AdultOf(Finding(CareActOutcome.Nutrition)),
        ["a child"] = Of(Assessed(AssessmentKind.Adult, careAct: Adult(CareActOutcome.Nutrition, CareActOutcome.Hygiene)), age: 17),
        ["a carer of every outcome"] = CarerOf(impact: true, [.. Enum.GetValues<CarerOutcome>().Where(outcome => outcome is not CarerOutcome.Unspecified).Select((outcome, place) =>
            new CarerOutcomeFinding { Outcome = outcome, NotWithoutAssistance = place % 4 is 0, SignificantDistress = place % 4 is 1, EndangersHealthOrSafety = place % 4 is 2 })]),
        ["a carer who manages"] = CarerOf(impact: false),
        ["a carer whose needs fluctuate"] = FluctuatingCarer(),
        ["a young carer"] = Of(Assessed(AssessmentKind.Carer, carer: new CarerFacts { HealthAtRisk = true }), age: 16),
        ["every NHS service"] = Of(Assessed(AssessmentKind.Health, health: new HealthFacts { ContinuingHealthcare = true, ChildrensContinuingCare = true, WheelchairServices = true })),
        ["NHS Continuing Healthcare for a child"] = Of(Assessed(AssessmentKind.Health, health: new HealthFacts { ContinuingHealthcare = true }), age: 15),
        ["no benefit of a budget"] = Of(Assessed(AssessmentKind.Health)),
        ["a child without continuing care"] = Of(Assessed(AssessmentKind.ChildrensContinuingCare), age: 12),
        ["an education, health and care plan"] = Of(Assessed(AssessmentKind.Ehc, health: new HealthFacts { DiscretionaryBenefit = true }), age: 16),
        ["in hospital"] = Of(Assessed(AssessmentKind.S117), legalStatuses: Section(MentalHealthActSection._3, "2026-01-10")),
    };

    private static EligibilityFacts NoNeed(AftercareNeeds found) => Of(new AssessmentMessage { Kind = AssessmentKind.S117, Aftercare = found }, legalStatuses: Discharged);

    private static EligibilityFacts AdultOf(params OutcomeFinding[] findings) =>
        AdultOf(new CareActFacts { ImpairmentOrIllness = true, SignificantImpact = true, Outcomes = { findings } });

    private static EligibilityFacts AdultOf(CareActFacts facts) => Of(Assessed(AssessmentKind.Adult, careAct: facts));

    private static EligibilityFacts CarerOf(bool impact, params CarerOutcomeFinding[] findings) =>
        Of(Assessed(AssessmentKind.Carer, carer: new CarerFacts { ProvidesNecessaryCare = true, SignificantImpact = impact, Outcomes = { findings } }));

    private static EligibilityFacts Left(MentalHealthActSection section) =>
        Of(Assessed(AssessmentKind.S117), legalStatuses: Section(section, "2026-01-10", "2026-03-01", "2026-03-01"));

    private static EligibilityFacts Fluctuating()
    {
        var facts = AdultOf(Finding(CareActOutcome.Relationships, distress: true), Finding(CareActOutcome.Community, distress: true));
        facts.PeriodConsideredDays = 180;
        return facts;
    }

    private static EligibilityFacts FluctuatingCarer()
    {
        var facts = CarerOf(impact: true, new CarerOutcomeFinding { Outcome = CarerOutcome.Recreation, NotWithoutAssistance = true, Fluctuates = true });
        facts.PeriodConsideredDays = 90;
        return facts;
    }

    private static OutcomeFinding Finding(
        CareActOutcome outcome, bool help = false, bool distress = false, bool danger = false, bool longer = false, bool byCarer = false) => new()
    {
        Outcome = outcome,
        NotWithoutAssistance = help,
        SignificantDistress = distress,
        EndangersHealthOrSafety = danger,
        SignificantlyLonger = longer,
        MetByCarer = byCarer,
    };
}
