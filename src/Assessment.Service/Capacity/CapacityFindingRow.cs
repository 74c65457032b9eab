using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Capacity;

/// <summary>A finding as stored.</summary>
internal sealed record CapacityFindingRow(
    Guid Id, Guid PersonId, string Decision, DateOnly AssessedOn, string Assessor, string Outcome, string Grounds, string? Expected, string AdvanceWishes,
    DateOnly? ReviewOn, string Consequences, DateTime CreatedAt)
{
    public CapacityFinding ToMessage() => new()
    {
        CapacityFindingId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Decision = Codes.Parse<CapacityDecision>(Decision),
        AssessDate = Dates.Text(AssessedOn),
        Assessor = Assessor,
        Outcome = Codes.Parse<CapacityOutcome>(Outcome),
        Grounds = Grounds,
        Expected = Expected is null ? ExpectedCapacity.Unspecified : Codes.Parse<ExpectedCapacity>(Expected),
        AdvanceWishes = AdvanceWishes,
        ReviewDate = Dates.Text(ReviewOn),
        Consequences = { Consequences.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Codes.Parse<CapacityConsequence>) },
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(1),
    };
}
