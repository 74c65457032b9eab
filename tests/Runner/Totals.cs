namespace PersonalBudgets.Tests.Runner;

/// <summary>How many tests ended how.</summary>
internal readonly record struct Totals(int Passed, int Failed, int Skipped)
{
    public int Count => Passed + Failed + Skipped;

    public static Totals operator +(Totals left, Totals right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}";
}
