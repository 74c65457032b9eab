using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>A notice as stored. An array's column has no narrower type for Dapper than <see cref="Array"/>.</summary>
internal sealed record NoticeRow(
    Guid Id, Guid PersonId, string Kind, string SubjectType, Guid SubjectId, string Decision, Array Reasons, Array EasyReadReasons, string Route, string TemplateVersion,
    string Format, string Language, int RequestMonths, DateTime IssuedAt, string IssuedBy, string? SentChannel, DateOnly? SentOn, string? SentBy,
    string? SeenChannel, DateOnly? SeenOn, string? SeenBy, DateOnly? RequestDueOn, int Version)
{
    public IReadOnlyList<string> ReasonTexts => (string[])Reasons;

    public IReadOnlyList<string> EasyReadReasonTexts => EasyReadReasons.Length > 0 ? (string[])EasyReadReasons : ReasonTexts;

    public Notice ToMessage()
    {
        var (text, easyRead) = NoticeTemplates.Render(this);
        return new Notice
        {
            NoticeId = Id.ToString(),
            PersonId = PersonId.ToString(),
            Kind = Codes.Parse<NoticeKind>(Kind),
            SubjectType = SubjectType,
            SubjectId = SubjectId.ToString(),
            Decision = Decision,
            Reasons = { ReasonTexts },
            Route = Codes.Parse<NoticeRoute>(Route),
            TemplateVersion = TemplateVersion,
            Format = Codes.Parse<NoticeFormat>(Format),
            Language = Language,
            Text = text,
            EasyReadText = easyRead,
            IssueTime = Timestamp.FromDateTime(IssuedAt),
            IssuedBy = IssuedBy,
            Sending = SentOn is { } sent
                ? new NoticeSending { Channel = Codes.Parse<NoticeChannel>(SentChannel!), Date = Dates.Text(sent), RecordedBy = SentBy }
                : null,
            Sight = SeenOn is { } seen
                ? new NoticeSight { Channel = Codes.Parse<NoticeChannel>(SeenChannel!), Date = Dates.Text(seen), RecordedBy = SeenBy }
                : null,
            RequestDueDate = Dates.Text(RequestDueOn),
            Etag = Etag.Of(Version),
        };
    }
}
