namespace PersonalBudgets.Assessment.Explanations;

/// <summary>Something said to a person, in both forms.</summary>
/// <param name="Plain">In plain words.</param>
/// <param name="EasyRead">In short sentences of one idea each.</param>
internal sealed record Words(string Plain, IReadOnlyList<string> EasyRead)
{
    /// <summary>The same with a blank filled, in each form by its own word.</summary>
    public Words With(string blank, string plain, string easyRead) => new(
        Plain.Replace($"{{{blank}}}", plain, StringComparison.Ordinal),
        [.. EasyRead.Select(sentence => sentence.Replace($"{{{blank}}}", easyRead, StringComparison.Ordinal))]);
}
