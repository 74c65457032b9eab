using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

public sealed class Drafting_a_model
{
    private static IEnumerable<(string, string)> Faults(AllocationModel model) => ModelChecks.Faults(model).Select(fault => (fault.FieldPath, fault.Reason));

    [Fact]
    public void is_possible_by_either_method()
    {
        Assert.Empty(Faults(Linear()));
        Assert.Empty(Faults(Curve()));
    }

    [Fact]
    public void is_refused_without_the_data_of_its_method_or_with_those_of_another()
    {
        var linear = Linear(pricePence: 0);
        linear.Curve.Add(new CurvePoint());
        var curve = Curve();
        curve.PricePerPointPence = 1;
        curve.Curve.RemoveAt(5);
        var empty = Curve();
        empty.Curve.Clear();

        Assert.Equal([("allocation_model.price_per_point_pence", "REQUIRED"), ("allocation_model.curve", "NOT_OF_THIS_METHOD")], Faults(linear));
        Assert.Equal([("allocation_model.price_per_point_pence", "NOT_OF_THIS_METHOD")], Faults(curve));
        Assert.Equal([("allocation_model.curve", "MIN_ITEMS")], Faults(empty));
    }

    [Fact]
    public void is_refused_when_the_curve_does_not_rise_or_the_money_falls()
    {
        var model = Curve();
        model.Curve[2].Points = 20;
        model.Curve[4].AnnualPence = 1;

        Assert.Equal([("allocation_model.curve[2].points", "NOT_RISING"), ("allocation_model.curve[4].annual_pence", "FALLING")], Faults(model));
    }

    [Fact]
    public void may_have_a_curve_that_stays_level()
    {
        var model = Curve();
        model.Curve[2].AnnualPence = model.Curve[1].AnnualPence;

        Assert.Empty(Faults(model));
    }

    [Fact]
    public void is_refused_when_a_domain_and_level_stand_twice_or_more_help_leaves_more()
    {
        var model = Linear().With("NIGHT", 1, 5);
        model.CarerFactors = new CarerFactors { Some = 5_000, Most = 6_000, All = 7_000 };

        Assert.Equal(
            [("allocation_model.domain_points[15]", "DUPLICATE"), ("allocation_model.carer_factors.most", "ABOVE_LESSER_HELP"), ("allocation_model.carer_factors.all", "ABOVE_LESSER_HELP")],
            Faults(model));
    }
}
