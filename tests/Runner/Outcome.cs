namespace PersonalBudgets.Tests.Runner;

/// <summary>How a project's tests ended.</summary>
/// <param name="Totals">How many, and how.</param>
/// <param name="Failures">What to show of those that failed.</param>
internal readonly record struct Outcome(Totals Totals, string Failures)
{
    public static Outcome operator +(Outcome left, Outcome right) => new(left.Totals + right.Totals, left.Failures + right.Failures);
}
