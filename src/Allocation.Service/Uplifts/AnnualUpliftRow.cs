using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>An uplift as stored: its rates, which commitments it names and what it came to are documents of the contract's JSON.</summary>
internal sealed record AnnualUpliftRow(
    Guid Id, string Name, DateOnly EffectiveOn, string Terms, string State, string DraftedBy, string ApprovedBy, string Outcome, Guid? LookedAtTo,
    DateTime CreatedAt, DateTime? AppliedAt, DateTime? CompletedAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The document of an uplift's rates and commitments.</summary>
    public static string TermsOf(AnnualUplift uplift) =>
        JsonFormatter.Default.Format(new AnnualUplift { Rates = { uplift.Rates }, CommitmentIds = { uplift.CommitmentIds } });

    public UpliftTerms ReadTerms() => new(EffectiveOn, ReadDocument().Rates);

    /// <summary>The commitments that it names; null for all.</summary>
    public Guid[]? ReadCommitmentIds() => ReadDocument().CommitmentIds is { Count: > 0 } ids ? [.. ids.Select(Guid.Parse)] : null;

    public UpliftOutcome ReadOutcome() => Parser.Parse<UpliftOutcome>(Outcome);

    public AnnualUplift ToMessage()
    {
        var uplift = ReadDocument();
        uplift.AnnualUpliftId = Id.ToString();
        uplift.Name = Name;
        uplift.EffectiveDate = Dates.Text(EffectiveOn);
        uplift.State = Codes.Parse<AnnualUpliftState>(State);
        uplift.DraftedBy = DraftedBy;
        uplift.ApprovedBy = ApprovedBy;
        uplift.Outcome = ReadOutcome();
        uplift.CreateTime = Timestamp.FromDateTime(CreatedAt);
        uplift.ApplyTime = AppliedAt is { } applied ? Timestamp.FromDateTime(applied) : null;
        uplift.CompleteTime = CompletedAt is { } completed ? Timestamp.FromDateTime(completed) : null;
        uplift.Etag = Etag.Of(Version);
        return uplift;
    }

    private AnnualUplift ReadDocument() => Parser.Parse<AnnualUplift>(Terms);
}
