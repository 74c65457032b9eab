using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;

namespace PersonalBudgets.Plans.Rules;

/// <summary>The rules, the catalogue of categories and the wage rates, and what they say of a plan line. Pure.</summary>
public sealed class RuleBook(
    IReadOnlyList<ExclusionRule> rules, IReadOnlyDictionary<string, Category> categories, IReadOnlyList<MinimumWage> minimumWages)
{
    private const string EmploymentLaw = "X11";
    private const string ConnectedPerson = "X14";

    /// <summary>Every rule, by code.</summary>
    public IReadOnlyList<ExclusionRule> Rules => rules;

    /// <summary>Whether the catalogue has a category.</summary>
    public bool HasCategory(string code) => categories.ContainsKey(code);

    /// <summary>
    /// What the rules say of a line that starts on a day; empty where no rule concerns it, which is ALLOW.
    /// X15 (nothing outside the agreed plan) concerns purchases, so never a line of a plan.
    /// </summary>
    public IReadOnlyList<RuleFinding> Assess(PlanLine line, DateOnly start) =>
    [
        .. rules.Where(rule => Binds(rule, line)).Select(rule => rule.Code switch
        {
            EmploymentLaw => AssessEmployment(rule, line, start),
            ConnectedPerson => AssessConnectedPerson(rule, line),
            _ => rule.Categories.Contains(line.Category) ? rule.Finding(VerdictOf(rule, line)) : null,
        }).OfType<RuleFinding>(),
        .. CareActFamilyRule(line),
    ];

    /// <summary>The verdict on a line as a whole: the strictest of its findings.</summary>
    public static RuleVerdict VerdictOf(IEnumerable<RuleFinding> findings) =>
        findings.Select(finding => finding.Verdict).Append(RuleVerdict.Allow).Max();

    private static bool Binds(ExclusionRule rule, PlanLine line) => rule.Scope switch
    {
        RuleScope.NhsLines => line.IsNhs,
        RuleScope.SocialLines => !line.IsNhs,
        _ => true,
    };

    private static RuleVerdict VerdictOf(ExclusionRule rule, PlanLine line) => rule.Override switch
    {
        RuleOverride.Local => RuleVerdict.Refer,
        RuleOverride.Necessity when line.Necessity.Length > 0 => RuleVerdict.AllowWithReason,
        _ => RuleVerdict.Block,
    };

    /// <summary>
    /// X11 where somebody is employed (DOMAIN A19): pay by the hour below the minimum wage in force is blocked. Plans does not
    /// know the assistant's age, so the rate of 21 and over is the test, and the hours count as awake but for sleep-ins. Where
    /// the hourly rate cannot be known (a wage by the week, a sleep-in, a day without a loaded rate) a second person looks.
    /// </summary>
    private RuleFinding? AssessEmployment(ExclusionRule rule, PlanLine line, DateOnly start)
    {
        if (!line.Employed || line.Frequency is Frequency.Once)
            return null;
        if (line.Frequency is not Frequency.PerHourWeekly || minimumWages.FirstOrDefault(wage => wage.Covers(start)) is not { } minimum)
            return rule.Finding(RuleVerdict.Refer);
        if (line.AmountPence >= minimum.PencePerHour)
            return rule.Finding(RuleVerdict.Allow);
        var sleepIn = categories.TryGetValue(line.Category, out var category) && category.SleepIn;
        return rule.Finding(sleepIn ? RuleVerdict.Refer : RuleVerdict.Block) with { Source = $"{rule.Source}; {minimum.Source}" };
    }

    private static RuleFinding? AssessConnectedPerson(ExclusionRule rule, PlanLine line) =>
        line.ConnectedPerson ? rule.Finding(VerdictOf(rule, line)) : null;

    /// <summary>X14's twin on social lines (DOMAIN 4.4, A10): the council decides whether it is necessary, so it is referred to it.</summary>
    private static IEnumerable<RuleFinding> CareActFamilyRule(PlanLine line) =>
        line.ConnectedPerson && !line.IsNhs
            ? [new(
                ConnectedPerson, RuleVerdict.Refer,
                "A partner or close relative who lives in the same household is paid for care only where the council considers it necessary.",
                "SI 2014/2871 (Care Act family rule)")]
            : [];
}
