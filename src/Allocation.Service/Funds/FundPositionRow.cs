using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>Where a fund stands, as worked out from its commitments and payments.</summary>
internal sealed record FundPositionRow(
    Guid Id, string Funder, int FinancialYear, string Purpose, long ApprovedPence, long CommittedPence, long ContingencyPence, string AlertBasisPoints,
    int ClosedPeriods, long PaidPence, long ToComePence)
{
    public long ForecastPence => PaidPence + ToComePence;

    public FundPosition ToMessage(DateOnly asOf) => new()
    {
        FundId = Id.ToString(),
        Funder = Funder,
        FinancialYear = FinancialYear,
        Purpose = Codes.Parse<FundPurpose>(Purpose),
        ApprovedPence = ApprovedPence,
        CommittedPence = CommittedPence,
        PaidPence = PaidPence,
        ToComePence = ToComePence,
        ForecastPence = ForecastPence,
        ContingencyPence = ContingencyPence,
        FreePence = ApprovedPence - CommittedPence - ContingencyPence,
        PassedBasisPoints = { Threshold.Read(AlertBasisPoints).Order().Where(threshold => Threshold.IsPassed(ForecastPence, ApprovedPence, threshold)) },
        OverCommitted = CommittedPence > ApprovedPence,
        AsOfDate = Dates.Text(asOf),
    };
}
