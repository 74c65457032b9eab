using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>What a fund must keep beyond the rules of its single fields.</summary>
internal static class FundChecks
{
    /// <summary>The faults of a fund, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(Fund fund) => fund.ContingencyPence > fund.ApprovedPence
        ? [new Violation("fund.contingency_pence", "ABOVE_APPROVED", "No more can be kept back than is approved.")]
        : [];

    /// <summary>What an update would change though it stays as the fund was made.</summary>
    public static IReadOnlyList<Violation> Kept(Fund current, Fund updated) =>
    [
        .. Fault(current.Funder != updated.Funder, "funder", "A fund stays its funder's: make another."),
        .. Fault(current.FinancialYear != updated.FinancialYear, "financial_year", "A fund keeps its year: make another."),
        .. Fault(current.Purpose != updated.Purpose, "purpose", "A fund keeps its purpose: make another."),
        .. Fault(current.ApprovedPence != updated.ApprovedPence, "approved_pence", "What is approved changes by a proposed and approved change alone."),
    ];

    private static IEnumerable<Violation> Fault(bool isChanged, string field, string text) =>
        isChanged ? [new Violation($"fund.{field}", "IMMUTABLE", text)] : [];
}
