using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 7.2 and 16: the steps of tolerance.</summary>
public sealed class Approving_above_the_indicative_budget
{
    [Theory]
    [InlineData(997_500, 500, ApprovalLevel.TeamManager)]
    [InlineData(1_045_000, 1_000, ApprovalLevel.ServiceManager)]
    [InlineData(1_064_000, 1_200, ApprovalLevel.Panel)]
    public void R9_asks_more_the_further_a_plan_goes(long planned, long over, ApprovalLevel level)
    {
        Assert.Equal(level, ToleranceSteps.Required(950_000, planned, []));
        Assert.Equal(over, ToleranceSteps.OverBasisPoints(950_000, planned));
    }

    [Theory]
    [InlineData(950_000, ApprovalLevel.Automatic)]
    [InlineData(1, ApprovalLevel.Automatic)]
    [InlineData(950_001, ApprovalLevel.TeamManager)]
    [InlineData(997_501, ApprovalLevel.ServiceManager)]
    [InlineData(1_045_001, ApprovalLevel.Panel)]
    public void a_penny_beyond_a_step_is_beyond_it(long planned, ApprovalLevel level) => Assert.Equal(level, ToleranceSteps.Required(950_000, planned, []));

    [Theory]
    [InlineData(0, ApprovalLevel.Automatic)]
    [InlineData(1, ApprovalLevel.Panel)]
    public void nothing_is_exceeded_by_everything(long planned, ApprovalLevel level)
    {
        Assert.Equal(level, ToleranceSteps.Required(0, planned, []));
        Assert.Null(ToleranceSteps.OverBasisPoints(0, planned));
    }

    [Fact]
    public void a_model_may_have_steps_of_its_own()
    {
        ToleranceStep[] steps = [new() { UpToBasisPoints = 300, Level = ApprovalLevel.Automatic }];

        Assert.Equal(ApprovalLevel.Automatic, ToleranceSteps.Required(10_000, 10_300, steps));
        Assert.Equal(ApprovalLevel.Panel, ToleranceSteps.Required(10_000, 10_301, steps));
    }

    [Fact]
    public void a_dearer_plan_never_needs_a_lesser_approver() => Prop.ForAll(
        Gen.Choose(0, 2_000_000).ToArbitrary(), Gen.Choose(0, 2_000_000).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), (indicative, planned, more) =>
            ToleranceSteps.Required(indicative, planned, []) <= ToleranceSteps.Required(indicative, planned + more, [])).QuickCheckThrowOnFailure();

    [Fact]
    public void below_the_indicative_budget_is_less_than_nothing_over() => Assert.Equal(-1_000, ToleranceSteps.OverBasisPoints(10_000, 9_000));
}
