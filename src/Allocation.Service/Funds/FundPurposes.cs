using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>Which fund of a funder bears what.</summary>
internal static class FundPurposes
{
    /// <summary>The purpose of the fund that bears lines of a legal basis, where the funder has one; else it is the general fund.</summary>
    public static FundPurpose Of(LegalBasis basis) => basis switch
    {
        LegalBasis.CareAct => FundPurpose.CareAndSupport,
        LegalBasis.Carer => FundPurpose.Carers,
        LegalBasis.S117 => FundPurpose.Aftercare,
        LegalBasis.Chc or LegalBasis.Cc => FundPurpose.ContinuingCare,
        LegalBasis.Wheelchair => FundPurpose.Wheelchairs,
        LegalBasis.Discretionary => FundPurpose.Discretionary,
        _ => FundPurpose.General,
    };
}
