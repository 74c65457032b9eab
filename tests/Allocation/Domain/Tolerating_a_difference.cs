using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.2 and 16, vector R9.</summary>
public sealed class Tolerating_a_difference
{
    [Theory]
    [InlineData(950_000, ApprovalLevel.Automatic)]
    [InlineData(1, ApprovalLevel.Automatic)]
    [InlineData(950_001, ApprovalLevel.TeamManager)]
    [InlineData(997_500, ApprovalLevel.TeamManager)]
    [InlineData(997_501, ApprovalLevel.ServiceManager)]
    [InlineData(1_045_000, ApprovalLevel.ServiceManager)]
    [InlineData(1_045_001, ApprovalLevel.Panel)]
    [InlineData(1_064_000, ApprovalLevel.Panel)]
    [InlineData(long.MaxValue, ApprovalLevel.Panel)]
    public void R9_asks_for_a_level_by_the_distance_above_the_indicative_budget(long plan, ApprovalLevel level) =>
        Assert.Equal(level, Tolerance.LevelFor(plan, 950_000, []));

    [Fact]
    public void follows_the_places_own_steps_and_of_several_models_the_strictest() =>
        Assert.Equal(ApprovalLevel.ServiceManager, Tolerance.LevelFor(101, 100, [[new() { UpToBasisPoints = 100, Level = ApprovalLevel.ServiceManager }], Tolerance.Default]));

    [Theory]
    [InlineData(10_300, ApprovalLevel.Automatic)]
    [InlineData(10_301, ApprovalLevel.Panel)]
    public void leaves_to_the_panel_what_lies_beyond_the_places_last_step(long plan, ApprovalLevel level) =>
        Assert.Equal(level, Tolerance.LevelFor(plan, 10_000, [[new() { UpToBasisPoints = 300, Level = ApprovalLevel.Automatic }]]));

    [Theory]
    [InlineData(0, ApprovalLevel.Automatic)]
    [InlineData(1, ApprovalLevel.Panel)]
    public void lets_only_the_panel_approve_what_nothing_was_indicated_for(long plan, ApprovalLevel level) => Assert.Equal(level, Tolerance.LevelFor(plan, 0, []));

    [Fact]
    public void never_asks_for_a_lower_level_for_a_dearer_plan() => Prop.ForAll(
        Gen.Choose(0, 2_000_000).ToArbitrary(), Gen.Choose(0, 2_000_000).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), (indicative, plan, more) =>
            Tolerance.LevelFor(plan, indicative, []) <= Tolerance.LevelFor(plan + more, indicative, [])).QuickCheckThrowOnFailure();
}
