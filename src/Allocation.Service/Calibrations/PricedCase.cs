namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>One case of a sample, as little as is kept of it while the sample is being worked on. Nothing of it is ever stored.</summary>
/// <param name="TenThousandthsOfPoints">The points.</param>
/// <param name="ActualPence">What the support cost in a year.</param>
/// <param name="Group">The place of its client group among those of the sample.</param>
internal readonly record struct PricedCase(long TenThousandthsOfPoints, long ActualPence, int Group);
