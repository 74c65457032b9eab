namespace PersonalBudgets.Allocation.Calculations;

/// <summary>What a model gives, without its steps.</summary>
/// <param name="AnnualPence">Pence a year; 0 where it is paid once.</param>
/// <param name="OneOffPence">Pence, where it is paid once.</param>
/// <param name="Gap">Why there is no figure; null where there is one.</param>
internal readonly record struct Figure(long AnnualPence, long OneOffPence, ModelGap? Gap);
