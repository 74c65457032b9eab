namespace PersonalBudgets.Platform.Errors;

/// <summary>One rule that says no.</summary>
/// <param name="Code">The rule's code in DOMAIN, or an UPPER_SNAKE reason.</param>
/// <param name="Subject">What it says no to, such as the path of a field: <c>lines[2]</c>.</param>
/// <param name="Text">The rule in one sentence.</param>
/// <param name="Source">The law or policy; null where there is none to name.</param>
public sealed record BrokenRule(string Code, string Subject, string Text, string? Source = null);
