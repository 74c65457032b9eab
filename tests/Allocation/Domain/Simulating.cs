using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>Whoever asks, with whatever needs: a simulation, an issue and a recalculation give the same.</summary>
public sealed class Simulating
{
    private static readonly string[] Services = ["DAY_CENTRE_DAY", "ASSISTANT_HOUR", "UNKNOWN"];

    private static readonly Gen<Need> Needs =
        from domain in Gen.Elements("RELATIONSHIPS", "NIGHT", "CARING", "CARING", "NIGHT", "UNKNOWN")
        from level in Gen.Choose(0, 4)
        from type in Gen.Elements(NeedType.Health, NeedType.Social, NeedType.Shared)
        from carer in Gen.Elements(Enum.GetValues<CarerContribution>())
        from willing in Gen.Elements(true, false)
        from able in Gen.Elements(true, false)
        from minutes in Gen.Elements(0, 0, 45, 600)
        from points in Gen.Elements(0, 0, 0, 7)
        select new Need
        {
            Domain = domain, Level = level, NeedType = type, CarerContribution = carer, CarerWilling = willing, CarerAble = able,
            WeeklyMinutes = minutes, TwoCarerMinutes = minutes / 3, Points = points,
        };

    private static readonly Gen<SimulatedProfile> Profiles =
        from needs in Needs.ListOf()
        from bases in Gen.SubListOf(LegalBasis.CareAct, LegalBasis.Carer, LegalBasis.S117, LegalBasis.Chc, LegalBasis.Discretionary)
        from night in Gen.Elements(NightSupport.None, NightSupport.Sleeping, NightSupport.Waking)
        from nights in Gen.Choose(0, 7)
        from living in Gen.Elements(LivingSituation.Alone, LivingSituation.SupportedLiving, LivingSituation.Hospital)
        from alone in Gen.Elements(0, 60, 600)
        from adjustment in Gen.Elements("MEMORY", "HOIST", "STAIRS")
        from cluster in Gen.Elements("12", "12", "3", "")
        from units in Gen.Choose(0, 3)
        select new SimulatedProfile
        {
            Needs = { needs },
            EligibleBases = { bases },
            Circumstances = new Circumstances { NightSupport = night, NightsPerWeek = nights, LivingSituation = living, LongestAloneMinutes = alone, Adjustments = { adjustment } },
            Cluster = cluster,
            ConventionalPackage =
            {
                Services.Take(units).Select(service => new PackageLine { Service = service, NeedType = NeedType.Shared, WeeklyUnitsHundredths = units * 50 }),
            },
        };

    private static IEnumerable<AllocationModel> Every(ModelKind kind) =>
        [Linear(kind: kind), Banded(kind), Calibrated(kind), Curve(kind), Hours(kind), SetByCluster(kind), Package(kind)];

    [Fact]
    public void equals_allocating() => Prop.ForAll(Profiles.ToArbitrary(), simulated =>
    {
        var assessed = new NeedsProfile
        {
            Needs = { simulated.Needs.Select(AsAssessed) },
            Circumstances = simulated.Circumstances,
            Cluster = simulated.Cluster,
            ConventionalPackage = { simulated.ConventionalPackage },
        };

        return Outcomes(simulated.EligibleBases, AssessedNeeds.Of(simulated)).SequenceEqual(Outcomes(simulated.EligibleBases, AssessedNeeds.Of(assessed)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void gives_the_figure_that_its_steps_explain() => Prop.ForAll(Profiles.ToArbitrary(), simulated =>
        ModelUse.For(simulated.EligibleBases, AssessedNeeds.Of(simulated)).All(use => Every(use.Kind).All(model =>
        {
            var figure = CompiledModel.For(model).Calculate(use.Needs);
            var (component, reason) = Explained(model, use);
            return component is null
                ? figure.Gap?.Reason == reason
                : figure == new Figure(component.AnnualPence, component.OneOffPence, null) && component.AmountSteps[^1].Pence == component.AnnualPence + component.OneOffPence;
        }))).QuickCheckThrowOnFailure();

    [Fact]
    public void takes_no_memory_for_a_figure_alone()
    {
        var needs = new AssessedNeeds(
            [Need("NIGHT", 2), Need("CARING", 3, carer: CarerContribution.Some)],
            new Circumstances { NightSupport = NightSupport.Sleeping, NightsPerWeek = 2, LongestAloneMinutes = 60, Adjustments = { "MEMORY" }, LivingSituation = LivingSituation.Alone },
            "12", "", [new PackageLine { Service = "ASSISTANT_HOUR", WeeklyUnitsHundredths = 100 }]);

        Assert.All(Every(ModelKind.Social).Select(CompiledModel.For), model =>
        {
            // The first ones are compiled on the way.
            for (var round = 0; round < 100; round++)
                Assert.Null(model.Calculate(needs).Gap);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < 1_000; round++)
                _ = model.Calculate(needs);

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        });
    }

    /// <summary>What Assessment makes of a need: a carer who is not both willing and able does nothing.</summary>
    private static Need AsAssessed(Need need)
    {
        var assessed = need.Clone();
        if (assessed.CarerContribution is not CarerContribution.Unspecified && !(need.CarerWilling && need.CarerAble))
            assessed.CarerContribution = CarerContribution.None;
        return assessed;
    }

    private static IEnumerable<(AllocationComponent?, string)> Outcomes(IReadOnlyList<LegalBasis> bases, AssessedNeeds needs) =>
        from use in ModelUse.For(bases, needs)
        from model in Every(use.Kind)
        select Explained(model, use);

    private static (AllocationComponent?, string) Explained(AllocationModel model, ModelUse use)
    {
        try
        {
            return (CompiledModel.For(model).Explain(use.Bases, use.Needs), "");
        }
        catch (Refusal refusal)
        {
            return (null, refusal.Reason);
        }
    }
}
