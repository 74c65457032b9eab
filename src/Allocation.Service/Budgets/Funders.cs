namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Who pays in a programme, the first-named first: an odd penny is the integrated care board's (DOMAIN 8.3, SP2).</summary>
/// <param name="IntegratedCareBoard">The ICB's organisation code.</param>
/// <param name="Council">The council's organisation code.</param>
internal sealed record Funders(string IntegratedCareBoard, string Council);
