using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Domain.PlanBuilder;

namespace PersonalBudgets.Plans.Tests.Domain;

public sealed class Submitting_a_plan
{
    private static readonly RuleFinding Blocked = new("X07", RuleVerdict.Block, "No alcohol.", "SI 2013/1617 reg 11");

    [Fact]
    public void is_open_to_a_complete_plan() => Assert.Empty(SubmissionChecks.Of(Complete(), null));

    [Fact]
    public void tells_everything_that_is_missing_at_once()
    {
        var plan = Complete(Line() with { PayeeId = null }, Line() with { Findings = [Blocked] }, Line() with { PayeeId = null, Management = Management.ThirdParty }) with
        {
            StartDate = null, Outcomes = [], CareCoordinator = "", FirstReviewDate = null, IndicativeAnnualPence = 1,
        };

        Assert.Equal(
        [
            ("PLAN_INCOMPLETE", "start_date"), ("PLAN_INCOMPLETE", "outcomes"), ("PLAN_INCOMPLETE", "lines[0].payee_id"),
            ("PLAN_INCOMPLETE", "lines[2].payee_id"), ("PLAN_INCOMPLETE", "care_coordinator"), ("PLAN_INCOMPLETE", "first_review_date"),
            ("X07", "lines[1]"), ("REASONS_REQUIRED", "reasons_above_indicative"),
        ], Faults(plan));
    }

    [Fact]
    public void needs_a_line() => Assert.Equal([("PLAN_INCOMPLETE", "lines")], Faults(Complete() with { Lines = [] }));

    [Fact]
    public void needs_nobody_to_pay_for_a_notional_line() =>
        Assert.Empty(Faults(Complete(Line() with { PayeeId = null, Management = Management.Notional }) with { CareCoordinator = "" }));

    [Theory]
    [InlineData(LegalBasis.CareAct, NeedType.Social, Management.DirectPayment, false)]
    [InlineData(LegalBasis.S117, NeedType.Social, Management.DirectPayment, false)]
    [InlineData(LegalBasis.Discretionary, NeedType.Health, Management.ThirdParty, false)]
    [InlineData(LegalBasis.Discretionary, NeedType.Health, Management.DirectPayment, true)]
    [InlineData(LegalBasis.S117, NeedType.Health, Management.DirectPayment, true)]
    public void needs_a_care_coordinator_for_nhs_direct_payments(LegalBasis basis, NeedType need, Management management, bool isNeeded)
    {
        var plan = Complete(Line() with { LegalBasis = basis, NeedType = need, Management = management }) with { CareCoordinator = "" };

        Assert.Equal(isNeeded, Faults(plan).Contains(("PLAN_INCOMPLETE", "care_coordinator")));
    }

    [Theory]
    [InlineData("2026-03-01", false)]
    [InlineData("2026-03-02", true)]
    [InlineData("2026-06-02", true)]
    [InlineData("2026-06-03", false)]
    public void needs_a_first_review_between_the_start_and_the_limit(string review, bool isGood) =>
        Assert.Equal(isGood, Faults(Complete() with { FirstReviewDate = DateOnly.Parse(review) }).Length == 0);

    [Fact]
    public void keeps_the_places_own_shorter_limit()
    {
        var plan = Complete() with { FirstReviewDate = new DateOnly(2026, 5, 26) };

        Assert.Equal([("PLAN_INCOMPLETE", "first_review_date")], SubmissionChecks.Of(plan, 12).Select(rule => (rule.Code, rule.Subject)));
    }

    [Theory]
    [InlineData(66_588, false)]
    [InlineData(66_587, true)]
    public void needs_reasons_above_the_indicative_budget_with_what_is_paid_once(long indicative, bool isNeeded)
    {
        var plan = Complete(Line(), Line() with { Frequency = Frequency.Once, AmountPence = 45_000 }) with { IndicativeAnnualPence = indicative };

        Assert.Equal(isNeeded, Faults(plan).Contains(("REASONS_REQUIRED", "reasons_above_indicative")));
        Assert.Empty(Faults(plan with { ReasonsAboveIndicative = "The course ends in June." }));
    }

    [Theory]
    [InlineData(21_588, false)]
    [InlineData(21_589, true)]
    public void needs_reasons_why_the_needs_can_be_met_for_less(long indicative, bool isNeeded)
    {
        var plan = Complete() with { IndicativeAnnualPence = indicative, ReasonsBelowIndicative = "" };

        Assert.Equal(isNeeded, Faults(plan).Contains(("REASONS_REQUIRED", "reasons_below_indicative")));
        Assert.Empty(Faults(plan with { ReasonsBelowIndicative = "The card became cheaper." }));
    }

    [Fact]
    public void is_not_blocked_by_what_is_referred_or_allowed_with_a_reason() => Assert.Empty(Faults(Complete(
        Line() with { Findings = [Blocked with { Verdict = RuleVerdict.Refer }, Blocked with { Verdict = RuleVerdict.AllowWithReason }] })));

    private static (string Code, string Subject)[] Faults(Plan plan) => [.. SubmissionChecks.Of(plan, null).Select(rule => (rule.Code, rule.Subject))];
}
