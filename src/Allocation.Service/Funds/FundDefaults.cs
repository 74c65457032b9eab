using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>What a fund is where nobody said.</summary>
internal static class FundDefaults
{
    /// <summary>The whole of what is approved, in basis points.</summary>
    public const int Approved = LargestRemainder.Whole;

    /// <summary>Fills in purpose, kind of funder and where alerts are raised.</summary>
    public static void Fill(Fund fund, Funders funders)
    {
        if (fund.Purpose is FundPurpose.Unspecified)
            fund.Purpose = FundPurpose.General;
        if (fund.FunderKind is FunderKind.Unspecified)
            fund.FunderKind = KindOf(fund.Funder, funders);
        if (fund.AlertBasisPoints.Count is 0)
            fund.AlertBasisPoints.Add(Approved);
    }

    /// <summary>What the programme knows of a funder.</summary>
    public static FunderKind KindOf(string funder, Funders funders) =>
        funder == funders.IntegratedCareBoard ? FunderKind.IntegratedCareBoard
        : funder == funders.Council ? FunderKind.Council
        : FunderKind.Other;
}
