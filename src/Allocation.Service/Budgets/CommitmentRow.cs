using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>A commitment as stored; its lines, their split and its suspensions are documents of the contract's JSON.</summary>
internal sealed record CommitmentRow(
    Guid Id, string Kind, Guid? SourceId, Guid PersonId, Guid? PlanId, int? PlanVersion, Guid? AllocationId, int FinancialYear, DateOnly StartDate,
    DateOnly? EndDate, string State, string Split, string? Lines, string Suspensions, DateTime ExpiresAt, int Version, bool PersonDied)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public bool IsHeld => State is "HELD";

    public bool IsConfirmed => State is "CONFIRMED";

    /// <summary>Whether money is set aside.</summary>
    public bool IsStanding => IsHeld || IsConfirmed;

    public SplitCostsResponse ReadSplit() => Parser.Parse<SplitCostsResponse>(Split);

    /// <summary>The lines as they were last set aside; none where it was made in one step.</summary>
    public IReadOnlyList<CostedLine> ReadLines() => Lines is null ? [] : Parser.Parse<SplitCostsRequest>(Lines).Lines;

    public IReadOnlyList<LineSuspension> ReadSuspensions() => Suspensions is "[]" ? [] : Parser.Parse<Commitment>($"{{\"suspensions\":{Suspensions}}}").Suspensions;

    /// <summary>The commitment as it is told.</summary>
    /// <param name="shares">Its shares.</param>
    /// <param name="split">Its split, where it is at hand and need not be read once more.</param>
    public Commitment ToMessage(IEnumerable<ShareRow> shares, SplitCostsResponse? split = null) => new()
    {
        CommitmentId = Id.ToString(),
        PlanId = PlanId?.ToString() ?? "",
        PlanVersion = PlanVersion ?? 0,
        AllocationId = AllocationId?.ToString() ?? "",
        State = Codes.Parse<CommitmentState>(State),
        Shares = { shares.Select(share => share.ToMessage()) },
        ExpireTime = IsConfirmed || State is "ENDED" ? null : Timestamp.FromDateTime(ExpiresAt),
        Etag = Etag.Of(Version),
        PersonDied = PersonDied,
        Kind = Codes.Parse<CommitmentKind>(Kind),
        SourceId = SourceId?.ToString() ?? "",
        PersonId = PersonId.ToString(),
        StartDate = Dates.Text(StartDate),
        EndDate = Dates.Text(EndDate),
        Lines = { (split ?? ReadSplit()).Lines },
        Suspensions = { ReadSuspensions() },
    };
}

/// <summary>One funder's share of a commitment as stored.</summary>
internal sealed record ShareRow(
    Guid CommitmentId, Guid FundId, string Funder, string Purpose, long AnnualPence, long OneOffPence, long PowerPence, bool OverCommitted, bool Noted)
{
    public long Pence => AnnualPence + OneOffPence;

    public Claim Claim => new(Funder, Codes.Parse<FundPurpose>(Purpose), AnnualPence, OneOffPence, PowerPence);

    public CommittedShare ToMessage() => new()
    {
        Funder = Funder,
        FundId = FundId.ToString(),
        AnnualPence = AnnualPence,
        OneOffPence = OneOffPence,
        OverCommitted = OverCommitted,
        NoteNeeded = OverCommitted && !Noted,
    };
}
