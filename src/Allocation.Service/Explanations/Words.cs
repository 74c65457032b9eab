namespace PersonalBudgets.Allocation.Explanations;

/// <summary>Something said to a person, in both forms.</summary>
/// <param name="Plain">In plain words.</param>
/// <param name="EasyRead">In short sentences of one idea each.</param>
internal sealed record Words(string Plain, IReadOnlyList<string> EasyRead)
{
    /// <summary>The same with blanks filled, in both forms alike.</summary>
    public Words With(params IEnumerable<(string Blank, string Value)> values) => values.Aggregate(this, (words, value) => new Words(
        words.Plain.Replace($"{{{value.Blank}}}", value.Value, StringComparison.Ordinal),
        [.. words.EasyRead.Select(sentence => sentence.Replace($"{{{value.Blank}}}", value.Value, StringComparison.Ordinal))]));
}
