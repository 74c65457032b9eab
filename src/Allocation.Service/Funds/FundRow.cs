using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>A fund as stored.</summary>
internal sealed record FundRow(
    Guid Id, string Funder, string FunderKind, int FinancialYear, string Purpose, long ApprovedPence, long CommittedPence, long ContingencyPence,
    string AlertBasisPoints, int ClosedPeriods, Guid? PoolId, string Arrangement, DateTime CreatedAt, int Version)
{
    public FundPurpose FundPurpose => Codes.Parse<FundPurpose>(Purpose);

    /// <summary>What lines that are no duty may draw on: not what is kept back for what nobody foresees.</summary>
    public long OpenToPowersPence => Math.Max(0, ApprovedPence - ContingencyPence);

    public bool IsYearClosed => ClosedPeriods is Funds.FinancialYear.Periods;

    /// <summary>Whether a day lies in a period that is closed.</summary>
    public bool IsClosedOn(DateOnly day) => Funds.FinancialYear.Of(day) == FinancialYear && Funds.FinancialYear.PeriodOf(day) <= ClosedPeriods;

    public Fund ToMessage() => new()
    {
        FundId = Id.ToString(),
        Funder = Funder,
        FinancialYear = FinancialYear,
        ApprovedPence = ApprovedPence,
        CommittedPence = CommittedPence,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
        Purpose = FundPurpose,
        FunderKind = Codes.Parse<FunderKind>(FunderKind),
        ContingencyPence = ContingencyPence,
        AlertBasisPoints = { Threshold.Read(AlertBasisPoints) },
        ClosedPeriods = ClosedPeriods,
        PoolId = PoolId?.ToString() ?? "",
        Arrangement = Codes.Parse<PoolArrangement>(Arrangement),
    };
}
