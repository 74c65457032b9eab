using Google.Protobuf;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Impacts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>Budgets that stand under other models.</summary>
public sealed class Recalculating_budgets
{
    private static StandingBudget Budget(long pence, IssuedFigures issued, LegalBasis[] bases, params Need[] needs) =>
        new(Guid.CreateVersion7(), pence, issued, new NeedsProfile { Needs = { needs }, EligibleBases = { bases } }.ToByteArray());

    private static Recalculation Under(params AllocationModel[] models) => new([.. models.Select(CompiledModel.For)]);

    [Fact]
    public void gives_what_the_model_gives_anybody_with_these_needs()
    {
        var (model, need) = (Models.Curve(), Models.Need("NIGHT", 3));
        var report = Under(model);

        report.Add(Budget(100_000, new IssuedFigures(100_000, null, null, null), [LegalBasis.CareAct], need));

        var budget = Assert.Single(report.Pages.SelectMany(page => page.Budgets));
        Assert.Equal(
            (ImpactOutcome.Recalculated, 100_000L, CompiledModel.For(model).Calculate(new AssessedNeeds([need])).AnnualPence),
            (budget.Outcome, budget.BeforePence, budget.AfterPence));
    }

    [Fact]
    public void leaves_what_no_model_is_for_as_it_was_issued()
    {
        var report = Under(Models.Linear(10_000));
        LegalBasis[] both = [LegalBasis.CareAct, LegalBasis.Discretionary];

        report.Add(Budget(350_000, new IssuedFigures(50_000, null, 300_000, null), both, Models.Need("NIGHT", 1), Models.Need("CARING", 2, NeedType.Health)));
        report.Add(Budget(70_000, new IssuedFigures(null, 70_000, null, null), [LegalBasis.Carer], Models.Need("CARING", 2)));

        Assert.Equal(
            [(ImpactOutcome.Recalculated, 350_000L, 400_000L), (ImpactOutcome.NotConcerned, 70_000, 70_000)],
            report.Pages.SelectMany(page => page.Budgets).Select(budget => (budget.Outcome, budget.BeforePence, budget.AfterPence)));
        var summary = report.Summary();
        Assert.Equal((2L, 1L, 420_000L, 470_000L), (summary.BudgetCount, summary.RecalculatedCount, summary.BeforePence, summary.AfterPence));
    }

    [Fact]
    public void goes_on_past_those_whom_a_model_says_nothing_about()
    {
        var curve = Models.Curve();
        curve.Curve.RemoveAt(0);
        var report = Under(curve);
        var issued = new IssuedFigures(9, null, null, null);

        report.Add(Budget(9, issued, [LegalBasis.CareAct], Models.Need("NIGHT", 1)));
        report.Add(Budget(9, issued, [LegalBasis.CareAct], Models.Need("MOBILITY", 1)));
        report.Add(new StandingBudget(Guid.CreateVersion7(), 9, default, null));

        Assert.Equal(
            [(ImpactOutcome.OutOfRange, 9L), (ImpactOutcome.NotInModel, 9), (ImpactOutcome.WithoutNeeds, 9)],
            report.Pages.SelectMany(page => page.Budgets).Select(budget => (budget.Outcome, budget.AfterPence)));
        var summary = report.Summary();
        Assert.Equal((0L, 2L, 1L, 27L, 27L), (summary.RecalculatedCount, summary.UncalculatedCount, summary.WithoutNeedsCount, summary.BeforePence, summary.AfterPence));
        Assert.Empty(summary.Differences);
    }

    [Fact]
    public void tells_of_kinds_and_of_the_spread_of_changes()
    {
        var report = Under(Models.Linear(10_000), Models.Linear(5_000, ModelKind.Carer));
        for (var person = 0; person < 10; person++)
        {
            report.Add(Budget(60_000 + person, new IssuedFigures(60_000 + person, null, null, null), [LegalBasis.CareAct], Models.Need("NIGHT", 1)));
            report.Add(Budget(20_000, new IssuedFigures(null, 20_000, null, null), [LegalBasis.Carer], Models.Need("NIGHT", 1)));
        }

        var summary = report.Summary();

        Assert.Equal(
            [("CARER", 10L, 10L, 0L, 500_000L), ("SOCIAL", 10, 10, 0, 1_000_000)],
            summary.Kinds.Groups.Select(kind => (kind.Group, kind.PeopleCount, kind.GainingCount, kind.LosingCount, kind.AfterPence)));
        Assert.Equal((30_000L, 39_999L), (summary.Differences[0].Pence, summary.Differences[^1].Pence));
    }
}
