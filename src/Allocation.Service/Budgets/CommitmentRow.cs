using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>A commitment as stored; its split is one document of the contract's JSON.</summary>
internal sealed record CommitmentRow(
    Guid Id, Guid PlanId, int PlanVersion, Guid AllocationId, int FinancialYear, string State, string Split, DateTime ExpiresAt, int Version,
    bool PersonDied)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public bool IsHeld => State is "HELD";

    public bool IsConfirmed => State is "CONFIRMED";

    public SplitCostsResponse ReadSplit() => Parser.Parse<SplitCostsResponse>(Split);

    public Commitment ToMessage(IEnumerable<ShareRow> shares) => new()
    {
        CommitmentId = Id.ToString(),
        PlanId = PlanId.ToString(),
        PlanVersion = PlanVersion,
        AllocationId = AllocationId.ToString(),
        State = Codes.Parse<CommitmentState>(State),
        Shares = { shares.Select(share => share.ToMessage()) },
        ExpireTime = IsConfirmed ? null : Timestamp.FromDateTime(ExpiresAt),
        Etag = Etag.Of(Version),
        PersonDied = PersonDied,
    };
}

/// <summary>One funder's share of a commitment as stored.</summary>
internal sealed record ShareRow(
    Guid CommitmentId, Guid FundId, string Funder, long AnnualPence, long OneOffPence, long PowerPence, bool OverCommitted)
{
    public long Pence => AnnualPence + OneOffPence;

    public Claim Claim => new(Funder, AnnualPence, OneOffPence, PowerPence);

    public CommittedShare ToMessage() => new()
    {
        Funder = Funder,
        FundId = FundId.ToString(),
        AnnualPence = AnnualPence,
        OneOffPence = OneOffPence,
        OverCommitted = OverCommitted,
    };
}
