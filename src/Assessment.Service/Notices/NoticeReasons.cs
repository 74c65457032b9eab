using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>Reasons as a caller gives them, for a notice.</summary>
internal static class NoticeReasons
{
    /// <summary>The reasons, without the blanks around them.</summary>
    /// <exception cref="Refusal">There are none, or one of them says nothing.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> given) => Faults(given) is { Count: > 0 } faults ? throw Refusal.Invalid(faults) : Trimmed(given);

    /// <summary>What is wrong with them, for those who tell several faults at once.</summary>
    public static IReadOnlyList<Violation> Faults(IReadOnlyList<string> given)
    {
        const string Field = "reasons", Text = "A decision that a person may not agree with gives its reasons in plain words.";
        return given.Count is 0
            ? [new Violation(Field, "REQUIRED", Text)]
            : [.. given.Index().Where(reason => string.IsNullOrWhiteSpace(reason.Item)).Select(reason => new Violation($"{Field}[{reason.Index}]", "REQUIRED", Text))];
    }

    /// <summary>The reasons, without the blanks around them.</summary>
    public static IReadOnlyList<string> Trimmed(IReadOnlyList<string> given) => [.. given.Select(reason => reason.Trim())];
}
