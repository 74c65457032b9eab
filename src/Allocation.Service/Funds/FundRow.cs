using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>A fund as stored.</summary>
internal sealed record FundRow(
    Guid Id, string Funder, int FinancialYear, long ApprovedPence, long CommittedPence, DateTime CreatedAt, int Version)
{
    public Fund ToMessage() => new()
    {
        FundId = Id.ToString(),
        Funder = Funder,
        FinancialYear = FinancialYear,
        ApprovedPence = ApprovedPence,
        CommittedPence = CommittedPence,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };
}
