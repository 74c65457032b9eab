using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.SufficiencyChallenges;

/// <summary>A challenge as stored. An array's column has no narrower type for Dapper than <see cref="Array"/>.</summary>
internal sealed record ChallengeRow(
    Guid Id, Guid AllocationId, Guid PersonId, string RaisedBy, DateOnly RaisedOn, string Grounds, long AskedAnnualPence, DateOnly AnswerDueOn, string State,
    Array Reasons, Guid? AnswerAllocationId, string RecordedBy, DateTime CreatedAt, string? ClosedBy, DateTime? ClosedAt, int Version)
{
    public bool IsOpen => State is "OPEN";

    public SufficiencyChallenge ToMessage(DateOnly today) => new()
    {
        SufficiencyChallengeId = Id.ToString(),
        AllocationId = AllocationId.ToString(),
        PersonId = PersonId.ToString(),
        RaisedBy = Codes.Parse<ChallengerRole>(RaisedBy),
        RaiseDate = Dates.Text(RaisedOn),
        Grounds = Grounds,
        AskedAnnualPence = AskedAnnualPence,
        AnswerDueDate = Dates.Text(AnswerDueOn),
        Overdue = (ClosedAt is { } closed ? LondonTime.DateOf(new DateTimeOffset(closed)) : today) > AnswerDueOn,
        State = Codes.Parse<ChallengeState>(State),
        Reasons = { (string[])Reasons },
        AnswerAllocationId = AnswerAllocationId?.ToString() ?? "",
        RecordedBy = RecordedBy,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        ClosedBy = ClosedBy ?? "",
        CloseTime = ClosedAt is { } time ? Timestamp.FromDateTime(time) : null,
        Etag = Etag.Of(Version),
    };
}
