using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Bench.Allocations;

/// <summary>Needs as a programme has them, and a model of each method that counts points. The same in every run.</summary>
internal static class AllocationCases
{
    private const int Levels = 11;
    private const int MostPoints = 1_200;

    private static readonly string[] Domains =
    [
        "PERSONAL_CARE", "MOBILITY", "NUTRITION", "MEMORY", "RELATIONSHIPS", "NIGHT", "HOUSEHOLD", "WORK", "MEDICATION", "SAFETY", "COMMUNITY", "FAMILY",
    ];

    /// <summary>The bases that all are eligible under.</summary>
    public static IReadOnlyList<LegalBasis> Bases { get; } = [LegalBasis.CareAct];

    /// <summary>A price, bands, a calibrated price with its scale and top-slice, and a curve.</summary>
    public static IReadOnlyList<AllocationModel> Models { get; } =
    [
        Model(AllocationMethod.Linear, model => model.PricePerPointPence = 18_250),
        Model(AllocationMethod.Bands, model => model.Bands.Add(Enumerable.Range(0, 24).Select(band => new Band
        {
            FromPoints = band * 50, ToPoints = (band + 1) * 50, AnnualPence = (band + 1) * 400_000L,
        }))),
        Model(AllocationMethod.CalibratedPrice, model =>
        {
            (model.PricePerPointPence, model.TopSliceBasisPoints, model.CapPence) = (22_600, 1_000, 20_000_000);
            model.AffordabilityScale = new AffordabilityScale { BasisPoints = 9_750, Reason = "Bench", DecidedBy = "Bench", DecisionDate = "2026-04-01" };
        }),
        Model(AllocationMethod.LookupCurve, model => model.Curve.Add(Enumerable.Range(0, 25).Select(place => new CurvePoint
        {
            Points = place * 50, AnnualPence = place * (300_000L + (place * 20_000L)),
        }))),
    ];

    /// <summary>Makes needs: three to eleven of each person, a third of them met by a carer in part.</summary>
    public static IReadOnlyList<AssessedNeeds> Make(int count)
    {
        var random = new Random(20260401);
        return [.. Enumerable.Range(0, count).Select(_ => new AssessedNeeds(Needs(random)))];
    }

    /// <summary>The needs of one person.</summary>
    public static Need[] Needs(Random random)
    {
        string[] domains = [.. Domains];
        random.Shuffle(domains);
        return
        [
            .. domains.Take(random.Next(3, domains.Length)).Select(domain => new Need
            {
                Domain = domain,
                Level = random.Next(Levels),
                NeedType = random.Next(4) is 0 ? NeedType.Shared : NeedType.Social,
                CarerContribution = random.Next(3) is 0 ? (CarerContribution)random.Next(1, 5) : CarerContribution.Unspecified,
            }),
        ];
    }

    private static AllocationModel Model(AllocationMethod method, Action<AllocationModel> complete)
    {
        var model = new AllocationModel
        {
            AllocationModelId = "019a8b1e-7c00-7000-8000-000000000006",
            Name = "Bench",
            Kind = ModelKind.Social,
            Method = method,
            ValidFrom = "2026-04-01",
            CarerFactors = new CarerFactors { Some = 7_500, Most = 5_000, All = 0 },
            DomainPoints =
            {
                Domains.SelectMany((domain, place) => Enumerable.Range(0, Levels).Select(level => new DomainPoints
                {
                    Domain = domain, Level = level, Points = Math.Min(level * (place + 3), MostPoints / Domains.Length),
                })),
            },
        };
        complete(model);
        return model;
    }
}
