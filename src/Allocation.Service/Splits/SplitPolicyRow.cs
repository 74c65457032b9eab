using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>A policy as stored.</summary>
internal sealed record SplitPolicyRow(
    Guid Id, string LegalBasis, string NeedType, DateOnly ValidFrom, string Parts, string Source, string State, string DraftedBy, string? PublishedBy,
    DateTime? PublishedAt, int Version)
{
    public bool IsDraft => State is "DRAFT";

    public SplitPolicy ToMessage() => new()
    {
        SplitPolicyId = Id.ToString(),
        ValidFrom = Dates.Text(ValidFrom),
        LegalBasis = Codes.Parse<LegalBasis>(LegalBasis),
        NeedType = Codes.Parse<NeedType>(NeedType),
        Parts = { FunderParts.Read(Parts) },
        Source = Source,
        State = Codes.Parse<SplitPolicyState>(State),
        DraftedBy = DraftedBy,
        PublishedBy = PublishedBy ?? "",
        PublishTime = PublishedAt is { } published ? Timestamp.FromDateTime(published) : null,
        Etag = Etag.Of(Version),
    };
}
