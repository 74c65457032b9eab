using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>Models and needs with safe defaults: a level of a domain is worth ten points.</summary>
internal static class Models
{
    public static readonly string[] Domains = ["RELATIONSHIPS", "NIGHT", "CARING"];

    /// <summary>M1.</summary>
    public static AllocationModel Linear(long pricePence = 18_250, ModelKind kind = ModelKind.Social)
    {
        var model = Model(kind, AllocationMethod.Linear);
        model.PricePerPointPence = pricePence;
        return model;
    }

    /// <summary>M4 with the table of vector R5.</summary>
    public static AllocationModel Curve(ModelKind kind = ModelKind.Social)
    {
        var model = Model(kind, AllocationMethod.LookupCurve);
        foreach (var (points, pence) in new[] { (0, 0), (20, 200_000), (40, 600_000), (60, 1_300_000), (80, 2_400_000), (100, 4_000_000) })
            model.Curve.Add(new CurvePoint { Points = points, AnnualPence = pence });
        return model;
    }

    /// <summary>Gives one domain and level these points.</summary>
    public static AllocationModel With(this AllocationModel model, string domain, int level, int points)
    {
        model.DomainPoints.Add(new DomainPoints { Domain = domain, Level = level, Points = points });
        return model;
    }

    public static Need Need(string domain, int level, NeedType type = NeedType.Social, CarerContribution carer = CarerContribution.Unspecified) =>
        new() { Domain = domain, Level = level, NeedType = type, CarerContribution = carer };

    private static AllocationModel Model(ModelKind kind, AllocationMethod method) => new()
    {
        Name = "Tests",
        Kind = kind,
        Method = method,
        ValidFrom = "2025-04-01",
        CarerFactors = new CarerFactors { Some = 7_500, Most = 5_000, All = 0 },
        DomainPoints =
        {
            Domains.SelectMany(domain => Enumerable.Range(0, 5).Select(level => new DomainPoints { Domain = domain, Level = level, Points = level * 10 })),
        },
    };
}
