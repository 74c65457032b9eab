using PersonalBudgets.Assessment.Offers;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>The right of SI 2012/2996 Part 6A (DOMAIN 3.1).</summary>
public sealed class A_right_to_have_a_budget
{
    [Theory]
    [InlineData(LegalBasis.Chc, "2014-09-30", false)]
    [InlineData(LegalBasis.Chc, "2014-10-01", true)]
    [InlineData(LegalBasis.Cc, "2014-09-30", false)]
    [InlineData(LegalBasis.Cc, "2014-10-01", true)]
    [InlineData(LegalBasis.S117, "2019-12-01", false)]
    [InlineData(LegalBasis.S117, "2019-12-02", true)]
    [InlineData(LegalBasis.Wheelchair, "2019-12-01", false)]
    [InlineData(LegalBasis.Wheelchair, "2019-12-02", true)]
    [InlineData(LegalBasis.Discretionary, "2026-01-01", false)]
    [InlineData(LegalBasis.CareAct, "2026-01-01", false)]
    [InlineData(LegalBasis.Carer, "2026-01-01", false)]
    public void begins_on_its_day_and_is_of_four_services_alone(LegalBasis basis, string day, bool exists) =>
        Assert.Equal(exists, RightToHave.Exists(basis, DateOnly.Parse(day)));

    [Theory]
    [InlineData(LegalBasis.Chc, "2008-05-02", "legal_basis")]
    [InlineData(LegalBasis.Chc, "2008-05-01", null)]
    [InlineData(LegalBasis.Cc, "2008-05-01", "legal_basis")]
    [InlineData(LegalBasis.Cc, "2008-05-02", null)]
    [InlineData(LegalBasis.S117, "2012-05-01", null)]
    public void is_of_adults_for_continuing_healthcare_and_of_those_under_18_for_childrens_continuing_care(LegalBasis basis, string birthDate, string? field)
    {
        var refusal = Record.Exception(() => RightToHave.RequireAge(basis, DateOnly.Parse(birthDate), new DateOnly(2026, 5, 1), "legal_basis")) as Refusal;

        Assert.Equal(field, refusal?.Violations.Single().FieldPath);
    }

    // A1: whatever is added to the contract, lack of money is no reason that anybody can name.
    [Fact]
    public void is_never_refused_for_want_of_money() =>
        Assert.DoesNotContain(Enum.GetNames<RefusalReason>(), name => new[] { "Fund", "Money", "Budget", "Cost", "Afford" }.Any(name.Contains));

    [Theory]
    [InlineData(RefusalReason.NotAppropriateForCondition, true)]
    [InlineData(RefusalReason.NotSecurable, true)]
    [InlineData(RefusalReason.RiskNotManageable, true)]
    [InlineData(RefusalReason.NoBenefitFound, false)]
    [InlineData(RefusalReason.Other, false)]
    public void is_refused_only_where_a_budget_is_not_appropriate(RefusalReason reason, bool allowed) => Assert.Equal(allowed, RightToHave.Allows(reason));
}
