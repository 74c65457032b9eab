using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Approval;

/// <summary>
/// What a plan must hold before it can be submitted (DOMAIN 2 and 3.5; SI 2013/1617 reg 8). Pure; finds everything at once.
/// </summary>
public static class SubmissionChecks
{
    private const string PlanContents = "SI 2013/1617 reg 8";

    /// <summary>Everything that stands against the submission: what was told since, then missing things in the order of the plan's fields.</summary>
    /// <param name="plan">The plan, its lines with the findings of today's rules.</param>
    /// <param name="localReviewWeeks">The place's own limit of the first review; null where it has none.</param>
    public static IReadOnlyList<BrokenRule> Of(Plan plan, int? localReviewWeeks) =>
        [.. Bars.Of(plan), .. Missing(plan), .. Review(plan, localReviewWeeks), .. Blocked(plan), .. Reasons(plan)];

    private static IEnumerable<BrokenRule> Missing(Plan plan)
    {
        if (plan.StartDate is null)
            yield return Incomplete("start_date", "The first day of the plan is missing.");
        if (plan.Outcomes.Count == 0)
            yield return Incomplete("outcomes", "The plan says no outcome that the person wants to achieve.");
        if (plan.Lines.Count == 0)
            yield return Incomplete("lines", "The plan has no line of what the money is spent on.");
        foreach (var (i, line) in plan.Lines.Index())
        {
            if (line.PayeeId is null && line.Management is not Management.Notional)
                yield return Incomplete($"lines[{i}].payee_id", "Who is paid is missing; only a notional line needs nobody.");
        }
        if (plan.CareCoordinator.Length == 0 && plan.Lines.Any(line => line.IsNhs && line.IsDirectPayment))
            yield return Incomplete("care_coordinator", "A plan with an NHS direct payment names a care co-ordinator.", PlanContents);
        if (plan.FirstReviewDate is null)
            yield return Incomplete("first_review_date", "The day of the first review is missing.", PlanContents);
    }

    private static IEnumerable<BrokenRule> Review(Plan plan, int? localWeeks)
    {
        if (plan.StartDate is not { } start || plan.FirstReviewDate is not { } review)
            yield break;
        var latest = FirstReview.LatestDay(start, plan.Lines, localWeeks);
        if (review < start)
            yield return Incomplete("first_review_date", "The first review is before the plan starts.");
        else if (review > latest)
            yield return Incomplete(
                "first_review_date", $"The first review is too late: {Dates.Text(latest)} is its last day.", "SI 2013/1617 reg 14; SI 2014/2871 reg 7");
    }

    private static IEnumerable<BrokenRule> Blocked(Plan plan) =>
        from line in plan.Lines.Index()
        from finding in line.Item.Findings
        where finding.Verdict is RuleVerdict.Block
        select new BrokenRule(finding.Code, $"lines[{line.Index}]", finding.Text, finding.Source);

    private static IEnumerable<BrokenRule> Reasons(Plan plan)
    {
        if (plan.IsAboveIndicative && plan.ReasonsAboveIndicative.Length == 0)
            yield return new BrokenRule(
                "REASONS_REQUIRED", "reasons_above_indicative", "The plan costs more than the indicative budget and does not say why.", "DOMAIN 2, guard of APPROVED");
        if (plan.IsBelowIndicative && plan.Lines.Count > 0 && plan.ReasonsBelowIndicative.Length == 0)
            yield return new BrokenRule(
                "REASONS_REQUIRED", "reasons_below_indicative", "The plan costs less than the indicative budget and does not say why the needs can be met for less.", "DOMAIN 7.2");
    }

    private static BrokenRule Incomplete(string subject, string text, string? source = null) => new("PLAN_INCOMPLETE", subject, text, source);
}
