using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Charging.Statements;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>What holds for all means.</summary>
public sealed class Any_contribution
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static readonly Arbitrary<Means> AnyMeans = (
        from age in Gen.Elements(AgeGroup._18To24, AgeGroup.From25, AgeGroup.PensionAge)
        from flags in Gen.Choose(0, 63)
        from children in Gen.Choose(0, 4)
        from incomes in Gen.ListOf(
            from kind in Gen.Elements(Enum.GetValues<IncomeKind>()[1..])
            from pence in Gen.Choose(0, 60_000)
            from period in Gen.Elements(Enum.GetValues<Period>()[1..])
            select new Income { Kind = kind, AmountPence = pence, Period = period })
        from capitals in Gen.ListOf(
            from kind in Gen.Elements(Enum.GetValues<CapitalKind>()[1..])
            from pence in Gen.Choose(0, 1_500_000)
            from holders in Gen.Elements(0, 2, 3)
            select new Capital { Kind = kind, ValuePence = pence, JointHolders = holders })
        from costs in Gen.ListOf(
            from kind in Gen.Elements(Enum.GetValues<HousingCostKind>()[1..])
            from pence in Gen.Choose(0, 20_000)
            select new HousingCost { Kind = kind, AmountPence = pence, Period = Period.Week })
        select new Means
        {
            Circumstances = new GuaranteeCircumstances
            {
                AgeGroup = age, Children = children, IsCoupleMember = (flags & 1) > 0, PartnerOfPensionAge = (flags & 3) is 3, DisabilityPremium = (flags & 4) > 0,
                EnhancedDisabilityPremium = (flags & 8) > 0, CarerPremium = (flags & 16) > 0,
            },
            DisabilityExpensesConsidered = (flags & 32) > 0,
            Incomes = { incomes.Take(6) },
            Capitals = { capitals.Take(4) },
            HousingCosts = { costs.Take(3) },
        }).ToArbitrary();

    [Fact]
    public void leaves_income_at_the_guarantee_or_above() => Prop.ForAll(AnyMeans, means =>
    {
        var calculation = means.Tested();
        return calculation.Contribution.IsFullCost
            || calculation.Contribution.WeeklyMaximumPence == 0
            || calculation.IncomePence - calculation.HousingPence - calculation.DisabilityExpensesPence - calculation.Contribution.WeeklyMaximumPence
                >= calculation.MinimumIncomeGuaranteePence;
    }).Check(Many);

    [Fact]
    public void is_never_raised_by_another_cost_of_the_disability() => Prop.ForAll(AnyMeans, Gen.Choose(0, 30_000).ToArbitrary(), (means, pence) =>
    {
        means.DisabilityExpensesConsidered = true;
        var more = means.Clone();
        more.DisabilityExpenses.Add(new DisabilityExpense { Description = "heating", AmountPence = pence, Period = Period.Month });
        return AtMost(more, means);
    }).Check(Many);

    [Fact]
    public void is_never_raised_by_leaving_an_income_or_capital_out() => Prop.ForAll(AnyMeans, means =>
    {
        var less = means.Clone();
        // Help with housing is set against its cost: that is no income.
        foreach (var income in less.Incomes.Where(income => Person.National.Rules.Of(income.Kind).Treatment.ToString().StartsWith("Counted", StringComparison.Ordinal)))
            income.Kind = IncomeKind.Earnings;
        foreach (var capital in less.Capitals)
            capital.Kind = CapitalKind.PersonalInjuryTrust;
        return AtMost(less, means);
    }).Check(Many);

    [Fact]
    public void is_never_raised_by_another_child_a_premium_or_a_kinder_place() => Prop.ForAll(AnyMeans, Gen.Choose(1, 10_000).ToArbitrary(), (means, basisPoints) =>
    {
        var kinder = Person.National with
        {
            Policy = new ChargingPolicy
            {
                DisposableIncomeBasisPoints = basisPoints, LocalRates = { new LocalRate { Element = ChargingElement.UpperCapitalLimit, AmountPence = 5_000_000 } },
            },
        };
        var more = means.Clone();
        (more.Circumstances.Children, more.Circumstances.CarerPremium, more.Circumstances.DisabilityPremium) = (means.Circumstances.Children + 1, true, true);
        return AtMost(more, means) && Worst(means.Tested(kinder)) <= Worst(means.Tested());
    }).Check(Many);

    [Fact]
    public void never_exceeds_what_is_charged_for_and_makes_the_cost_together_with_what_the_council_pays() => Prop.ForAll(
        AnyMeans, Gen.Choose(0, 2_000_000).ToArbitrary(), Gen.Choose(0, 300_000).ToArbitrary(), (means, annual, oneOff) =>
        {
            ChargeableLine[] lines = [Statements.Line(annual), Statements.Line(annual / 3, oneOff, LegalBasis.S117), Statements.Line(0, oneOff, service: CareService.Adaptation)];
            var statement = Statements.Of(means.Tested().Contribution, lines);

            return statement.Weekly.AdultPence <= annual / 52
                && statement.OneOff.AdultPence <= (oneOff <= ChargeRules.FreeAdaptationPence ? 0 : oneOff)
                && new[] { statement.Weekly, statement.OneOff }.All(money => money.AdultPence >= 0 && money.AuthorityPence >= 0 && money.AdultPence + money.AuthorityPence == money.CostPence)
                && (means.Tested().Contribution.IsFullCost || statement.Weekly.AdultPence + statement.OneOff.AdultPence <= means.Tested().Contribution.WeeklyMaximumPence);
        }).Check(Many);

    private static bool AtMost(Means less, Means means) => Worst(less.Tested()) <= Worst(means.Tested());

    private static long Worst(ContributionCalculation calculation) => calculation.Contribution.IsFullCost ? long.MaxValue : calculation.Contribution.WeeklyMaximumPence;
}
