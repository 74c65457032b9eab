using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Reconsiderations;

/// <summary>A request for another look as stored. An array's column has no narrower type for Dapper than <see cref="Array"/>.</summary>
internal sealed record ReconsiderationRow(
    Guid Id, Guid NoticeId, Guid PersonId, string Route, string RequestedBy, DateOnly RequestedOn, string Ground, string Grounds, bool Late, DateOnly AnswerDueOn,
    string State, Array Reasons, string? DecidedBy, DateTime? DecidedAt, Guid? AnswerNoticeId, int Version)
{
    public bool IsOpen => State is "OPEN";

    public Reconsideration ToMessage(DateOnly today) => new()
    {
        ReconsiderationId = Id.ToString(),
        NoticeId = NoticeId.ToString(),
        PersonId = PersonId.ToString(),
        Route = Codes.Parse<NoticeRoute>(Route),
        RequestedBy = Codes.Parse<RequestedBy>(RequestedBy),
        RequestDate = Dates.Text(RequestedOn),
        Ground = Codes.Parse<ReconsiderationGround>(Ground),
        Grounds = Grounds,
        Late = Late,
        AnswerDueDate = Dates.Text(AnswerDueOn),
        Overdue = (DecidedAt is { } decided ? LondonTime.DateOf(new DateTimeOffset(decided)) : today) > AnswerDueOn,
        State = Codes.Parse<ReconsiderationState>(State),
        Reasons = { (string[])Reasons },
        DecidedBy = DecidedBy ?? "",
        DecideTime = DecidedAt is { } time ? Timestamp.FromDateTime(time) : null,
        AnswerNoticeId = AnswerNoticeId?.ToString() ?? "",
        Etag = Etag.Of(Version),
    };
}
