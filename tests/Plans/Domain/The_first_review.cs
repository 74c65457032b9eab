using FsCheck.Fluent;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Domain.PlanBuilder;

namespace PersonalBudgets.Plans.Tests.Domain;

/// <summary>DOMAIN 3.8 and 4.4.</summary>
public sealed class The_first_review
{
    [Theory]
    [InlineData("2025-01-31", 3, null, "2025-04-30")]
    [InlineData("2025-01-31", 3, 12, "2025-04-25")]
    [InlineData("2025-08-26", 3, null, "2025-11-26")]
    [InlineData("2025-08-26", 3, 12, "2025-11-18")]
    [InlineData("2025-08-31", 6, null, "2026-02-28")]
    [InlineData("2023-08-31", 6, null, "2024-02-29")]
    [InlineData("2024-02-29", 12, null, "2025-02-28")]
    // Policy of the place may shorten the limit, never lengthen it.
    [InlineData("2025-01-31", 3, 20, "2025-04-30")]
    public void is_due_by_the_earlier_of_law_and_policy(string start, int months, int? weeks, string due) =>
        Assert.Equal(DateOnly.Parse(due), FirstReview.Due(DateOnly.Parse(start), months, weeks));

    [Theory]
    [InlineData(LegalBasis.Chc, NeedType.Health, Management.DirectPayment, "2026-06-02")]
    [InlineData(LegalBasis.S117, NeedType.Shared, Management.DirectPayment, "2026-06-02")]
    [InlineData(LegalBasis.S117, NeedType.Social, Management.DirectPayment, "2026-09-02")]
    [InlineData(LegalBasis.CareAct, NeedType.Social, Management.DirectPayment, "2026-09-02")]
    [InlineData(LegalBasis.Carer, NeedType.Social, Management.DirectPayment, "2026-09-02")]
    [InlineData(LegalBasis.Chc, NeedType.Health, Management.ThirdParty, "2027-03-02")]
    [InlineData(LegalBasis.CareAct, NeedType.Social, Management.Notional, "2027-03-02")]
    public void has_the_limit_of_how_the_money_is_paid(LegalBasis basis, NeedType need, Management management, string latest)
    {
        var line = Line() with { LegalBasis = basis, NeedType = need, Management = management };

        Assert.Equal(DateOnly.Parse(latest), FirstReview.LatestDay(new DateOnly(2026, 3, 2), [line], null));
    }

    [Fact]
    public void has_the_strictest_limit_of_any_line()
    {
        var lines = new[] { Line() with { LegalBasis = LegalBasis.CareAct }, Line(), Line() with { Management = Management.Notional } };

        Assert.Equal(new DateOnly(2026, 6, 2), FirstReview.LatestDay(new DateOnly(2026, 3, 2), lines, null));
    }

    [Fact]
    public void is_never_later_than_the_law_allows() => Property.Check(
        from day in Gen.Choose(0, 60_000)
        from months in Gen.Elements(3, 6, 12)
        from weeks in Gen.Choose(1, 104)
        select (Start: new DateOnly(2000, 1, 1).AddDays(day), months, weeks),
        plan => FirstReview.Due(plan.Start, plan.months, plan.weeks) <= FirstReview.Due(plan.Start, plan.months, null)
            && FirstReview.Due(plan.Start, plan.months, null).Day <= plan.Start.Day);
}
