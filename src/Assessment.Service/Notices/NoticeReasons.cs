using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>Reasons as a caller gives them, for a notice.</summary>
internal static class NoticeReasons
{
    /// <summary>The reasons, without the blanks around them.</summary>
    /// <exception cref="Refusal">There are none, or one of them says nothing.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> given, string field = "reasons")
    {
        const string Text = "A decision that a person may not agree with gives its reasons in plain words.";
        string[] reasons = [.. given.Select(reason => reason.Trim())];
        Violation[] faults = reasons.Length is 0
            ? [new Violation(field, "REQUIRED", Text)]
            : [.. reasons.Index().Where(reason => reason.Item is "").Select(reason => new Violation($"{field}[{reason.Index}]", "REQUIRED", Text))];
        return faults.Length is 0 ? reasons : throw Refusal.Invalid(faults);
    }
}
