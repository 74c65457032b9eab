using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Assessment.SmallBudgets;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>What may go the light path (DOMAIN 0, A29; DOMAIN 16).</summary>
public sealed class A_small_budget
{
    private static readonly SmallBudgetSettings Settings = new() { OneOffLimitPence = 50_000, LowValueLimitPence = 100_000, MostItems = 3 };

    [Theory]
    [InlineData(SmallBudgetKind.OneOff, 50_000, false)]
    [InlineData(SmallBudgetKind.OneOff, 50_001, true)]
    [InlineData(SmallBudgetKind.LowValue, 100_000, false)]
    [InlineData(SmallBudgetKind.LowValue, 100_001, true)]
    public void has_the_local_limit_of_its_kind(SmallBudgetKind kind, long pence, bool isRefused)
    {
        var refusal = Record.Exception(() => SmallBudgetRules.RequireWithinLimit(kind, pence, Settings)) as Refusal;

        Assert.Equal(isRefused ? "SMALL_BUDGET_LIMIT" : null, refusal?.Reason);
    }

    [Fact]
    public void is_refused_exactly_above_its_limit_whatever_the_amount() => Prop.ForAll<PositiveInt>(pence =>
        Record.Exception(() => SmallBudgetRules.RequireWithinLimit(SmallBudgetKind.OneOff, pence.Get, Settings)) is Refusal == (pence.Get > Settings.OneOffLimitPence))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void needs_consent_and_no_more_items_than_the_place_takes_all_told_at_once()
    {
        var budget = new SmallBudget { Outcome = "I want to draw.", Items = { Item(), Item(), Item(), Item() } };

        Assert.Equal(
            ["small_budget.items", "small_budget.consented"],
            SmallBudgetRules.FaultsOf(budget, Settings).Select(fault => fault.FieldPath));
        Assert.Empty(SmallBudgetRules.FaultsOf(new SmallBudget { Outcome = "I want to draw.", Items = { Item() }, Consented = true }, Settings));
    }

    [Theory]
    [InlineData("2026-03-31", "2025-04-01")]
    [InlineData("2026-04-01", "2026-04-01")]
    [InlineData("2026-12-31", "2026-04-01")]
    public void counts_in_the_financial_year_of_its_approval(string day, string year) =>
        Assert.Equal(DateOnly.Parse(year), SmallBudgetRules.FinancialYearOf(DateOnly.Parse(day)));

    private static SmallBudgetItem Item() => new() { Description = "A drawing course", AmountPence = 100 };
}
