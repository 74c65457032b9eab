using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.CaseloadFacts;

/// <summary>A fact as stored.</summary>
internal sealed record CaseloadFactRow(
    Guid Id, Guid PersonId, string Kind, DateOnly StartDate, DateOnly? EndDate, short Occurrences, short? Cluster, string DiagnosisCode,
    bool Withdrawn, DateTime CreatedAt, int Version)
{
    public CaseloadFact ToMessage() => new()
    {
        CaseloadFactId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = Codes.Parse<CaseloadFactKind>(Kind),
        StartDate = Dates.Text(StartDate),
        EndDate = Dates.Text(EndDate),
        Occurrences = Occurrences,
        Cluster = Cluster ?? 0,
        DiagnosisCode = DiagnosisCode,
        Withdrawn = Withdrawn,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };
}
