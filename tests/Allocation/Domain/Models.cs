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

    /// <summary>M2: bands that share their borders.</summary>
    public static AllocationModel Banded(ModelKind kind = ModelKind.Social)
    {
        var model = Model(kind, AllocationMethod.Bands);
        model.Bands.Add(
        [
            new Band { FromPoints = 0, ToPoints = 20, AnnualPence = 200_000 },
            new Band { FromPoints = 20, ToPoints = 40, AnnualPence = 600_000 },
            new Band { FromPoints = 40, ToPoints = 100, AnnualPence = 1_300_000 },
        ]);
        return model;
    }

    /// <summary>M3 with the price of vector R2 at the eightieth percentile.</summary>
    public static AllocationModel Calibrated(ModelKind kind = ModelKind.Social)
    {
        var model = Model(kind, AllocationMethod.CalibratedPrice);
        model.PricePerPointPence = 22_600;
        model.PercentileBasisPoints = 8_000;
        model.Sample = new Sample { People = 10, FromDate = "2024-04-01", ToDate = "2025-03-31", Source = "Sample S of DOMAIN 7.3" };
        return model;
    }

    /// <summary>M5: an hour a level of each domain at 18.00, a sleeping night at 95.00, a carer's night of rest at 145.00.</summary>
    public static AllocationModel Hours(ModelKind kind = ModelKind.Social)
    {
        var model = Model(kind, AllocationMethod.NeedsToHours);
        model.DomainPoints.Clear();
        model.NeedsToHours = new NeedsToHours
        {
            MinutesSource = MinutesSource.AnswerThenTable,
            DomainMinutes =
            {
                Domains.SelectMany(domain => Enumerable.Range(0, 5).Select(level => new DomainMinutes { Domain = domain, Level = level, WeeklyMinutes = level * 60 })),
            },
            HourlyRates = { new HourlyRate { Category = "ASSISTANT", HourlyPence = 1_800 }, new HourlyRate { Category = "AGENCY", HourlyPence = 2_400 } },
            DomainRates = { Domains.Select(domain => new DomainRate { Domain = domain, Category = domain is "NIGHT" ? "AGENCY" : "ASSISTANT" }) },
            TimeAdjustments =
            {
                new TimeAdjustment { Adjustment = "HOIST", AddedBasisPoints = 2_500, Domains = { "NIGHT" } },
                new TimeAdjustment { Adjustment = "MEMORY", AddedBasisPoints = 1_000 },
            },
            NightRates = { new NightRate { NightSupport = NightSupport.Sleeping, NightPence = 9_500 } },
            RespiteNightPence = 14_500,
            PresenceSteps =
            {
                new PresenceStep { LongestAloneMinutes = 0, WeeklyMinutes = 6_000, Category = "ASSISTANT" },
                new PresenceStep { LongestAloneMinutes = 120, WeeklyMinutes = 1_200, Category = "ASSISTANT" },
            },
            LivingSituationRules =
            {
                new LivingSituationRule { LivingSituation = LivingSituation.Alone, AddedAnnualPence = 50_000 },
                new LivingSituationRule { LivingSituation = LivingSituation.SupportedLiving, CapAnnualPence = 400_000 },
            },
        };
        return model;
    }

    /// <summary>M6 with the price of vector R7.</summary>
    public static AllocationModel SetByCluster(ModelKind kind = ModelKind.Health)
    {
        var model = WithoutNeeds(kind, AllocationMethod.SetBudget);
        model.SetBudget = new SetBudget { Prices = { new SetPrice { Cluster = "12", DailyPence = 980, PersonalisableBasisPoints = 3_500 } } };
        return model;
    }

    /// <summary>M7: a day at a day centre, and an hour of an employed assistant with 23 % on top.</summary>
    public static AllocationModel Package(ModelKind kind = ModelKind.Health)
    {
        var model = WithoutNeeds(kind, AllocationMethod.ConventionalPackage);
        model.ServiceRates.Add(
        [
            new ServiceRate { Service = "DAY_CENTRE_DAY", UnitPence = 5_200 },
            new ServiceRate { Service = "ASSISTANT_HOUR", UnitPence = 1_400, OnCostBasisPoints = 2_300 },
        ]);
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

    private static AllocationModel WithoutNeeds(ModelKind kind, AllocationMethod method)
    {
        var model = Model(kind, method);
        model.DomainPoints.Clear();
        model.CarerFactors = null;
        return model;
    }

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
