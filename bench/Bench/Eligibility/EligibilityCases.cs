using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Bench.Eligibility;

/// <summary>Facts as a programme has them: six in ten of adults, two of carers, two of NHS services. The same in every run.</summary>
internal static class EligibilityCases
{
    private const string Day = "2026-06-01";

    /// <summary>The law that all are decided under.</summary>
    public static EligibilityLaw Law { get; } = LawVersions.Known.InForce(new DateOnly(2026, 6, 1));

    public static IReadOnlyList<EligibilityFacts> Make(int count)
    {
        var random = new Random(20260601);
        return [.. Enumerable.Range(0, count).Select(place => (place % 10) switch
        {
            < 6 => Adult(random),
            < 8 => Carer(random),
            _ => Health(random),
        })];
    }

    private static EligibilityFacts Adult(Random random) => new()
    {
        DecisionDate = Day,
        AssessmentKind = AssessmentKind.Adult,
        AgeYears = random.Next(16, 90),
        PeriodConsideredDays = random.Next(3) is 0 ? 180 : 0,
        CareAct = new CareActFacts
        {
            ImpairmentOrIllness = random.Next(8) > 0,
            SignificantImpact = random.Next(8) > 0,
            Outcomes =
            {
                Some<CareActOutcome>(random).Select(outcome => new OutcomeFinding
                {
                    Outcome = outcome,
                    NotWithoutAssistance = random.Next(3) is 0,
                    SignificantDistress = random.Next(4) is 0,
                    EndangersHealthOrSafety = random.Next(6) is 0,
                    SignificantlyLonger = random.Next(6) is 0,
                    MetByCarer = random.Next(5) is 0,
                }),
            },
        },
    };

    private static EligibilityFacts Carer(Random random) => new()
    {
        DecisionDate = Day,
        AssessmentKind = AssessmentKind.Carer,
        AgeYears = random.Next(16, 90),
        Carer = new CarerFacts
        {
            ProvidesNecessaryCare = random.Next(8) > 0,
            HealthAtRisk = random.Next(3) is 0,
            SignificantImpact = random.Next(8) > 0,
            Outcomes =
            {
                Some<CarerOutcome>(random).Select(outcome => new CarerOutcomeFinding
                {
                    Outcome = outcome,
                    NotWithoutAssistance = random.Next(3) is 0,
                    SignificantDistress = random.Next(4) is 0,
                    EndangersHealthOrSafety = random.Next(6) is 0,
                }),
            },
        },
    };

    private static EligibilityFacts Health(Random random) => new()
    {
        DecisionDate = Day,
        AssessmentKind = AssessmentKind.Health,
        AgeYears = random.Next(5, 90),
        Health = new HealthFacts
        {
            ContinuingHealthcare = random.Next(4) is 0,
            ChildrensContinuingCare = random.Next(4) is 0,
            WheelchairServices = random.Next(4) is 0,
            DiscretionaryBenefit = random.Next(2) is 0,
        },
        OfferAccepted = random.Next(2) is 0,
    };

    /// <summary>Values of an enum, each at most once, in any order.</summary>
    private static TEnum[] Some<TEnum>(Random random) where TEnum : struct, Enum
    {
        var values = Enum.GetValues<TEnum>().Where(value => !value.Equals(default(TEnum))).ToArray();
        random.Shuffle(values);
        return values[..random.Next(values.Length + 1)];
    }
}
