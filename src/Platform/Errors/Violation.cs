namespace PersonalBudgets.Platform.Errors;

/// <summary>One fault of one field of a request.</summary>
/// <param name="FieldPath">Where, in the names of the proto: <c>plan.lines[2].amount_pence</c>.</param>
/// <param name="Reason">Which rule, as a code for machines: <c>REQUIRED</c>.</param>
/// <param name="Text">The rule in words. Never holds the value: it may be an NHS number.</param>
public sealed record Violation(string FieldPath, string Reason, string Text);
