using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>The contract's NoticesService.</summary>
internal sealed class NoticesApi(UnitOfWork work) : NoticesService.NoticesServiceBase
{
    private const string Subject = "NOTICE";

    /// <inheritdoc/>
    public override Task<Notice> GetNotice(GetNoticeRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.NoticeId)));

    /// <inheritdoc/>
    public override Task<ListNoticesResponse> ListNotices(ListNoticesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"notices:{personId}");
            var (rows, next) = page.Split(await NoticeStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListNoticesResponse { Notices = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<RecordNoticeSentResponse> RecordNoticeSent(RecordNoticeSentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, day) = (Guid.Parse(request.NoticeId), Dates.Parse(request.Date));
                var notice = await CurrentAsync(mutation, id, Etag.Parse(request.Etag), row => row.SentOn is null, Sent);
                RequireBetween(LondonTime.DateOf(new DateTimeOffset(notice.IssuedAt)), day, mutation.Today);
                // "Months after a date" ends on the last day of a shorter month.
                if (!await NoticeStore.SendAsync(mutation, id, notice.Version, request.Channel, day, day.AddMonths(notice.RequestMonths)))
                    throw await LostAsync(mutation, id, row => row.SentOn is null, Sent);
                mutation.Audit("assessment.notice.sent", Subject, id, request.Channel.Code(), notice.PersonId);
                return new RecordNoticeSentResponse { Notice = (await NoticeStore.GetAsync(mutation, id)).ToMessage() };
            },
            async (session, id) => new RecordNoticeSentResponse { Notice = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<RecordNoticeSeenResponse> RecordNoticeSeen(RecordNoticeSeenRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, day) = (Guid.Parse(request.NoticeId), Dates.Parse(request.Date));
                var notice = await CurrentAsync(mutation, id, Etag.Parse(request.Etag), row => row.SeenOn is null, Seen);
                if (notice.SentOn is not { } sent)
                    throw Refusal.Rule("NOTICE_NOT_SENT", "The notice has not been sent.", null, ("notice_id", id));
                RequireBetween(sent, day, mutation.Today);
                if (!await NoticeStore.SeeAsync(mutation, id, notice.Version, request.Channel, day))
                    throw await LostAsync(mutation, id, row => row.SeenOn is null, Seen);
                mutation.Audit("assessment.notice.seen", Subject, id, request.Channel.Code(), notice.PersonId);
                return new RecordNoticeSeenResponse { Notice = (await NoticeStore.GetAsync(mutation, id)).ToMessage() };
            },
            async (session, id) => new RecordNoticeSeenResponse { Notice = await ShowAsync(session, id) });

    private static async Task<Notice> ShowAsync(Session session, Guid id)
    {
        var notice = await NoticeStore.GetAsync(session, id);
        session.AuditRead(Subject, id, notice.PersonId);
        return notice.ToMessage();
    }

    // That it is done already says more than that the etag is old.
    private static async Task<NoticeRow> CurrentAsync(Session session, Guid id, int expected, Func<NoticeRow, bool> isToDo, Func<Guid, Refusal> done)
    {
        var notice = await NoticeStore.GetAsync(session, id);
        return !isToDo(notice) ? throw done(id) : notice.Version == expected ? notice : throw Refusal.EtagMismatch(notice.Version);
    }

    private static async Task<Refusal> LostAsync(Session session, Guid id, Func<NoticeRow, bool> isToDo, Func<Guid, Refusal> done)
    {
        var notice = await NoticeStore.GetAsync(session, id);
        return isToDo(notice) ? Refusal.EtagMismatch(notice.Version) : done(id);
    }

    private static Refusal Sent(Guid id) => Refusal.Rule("NOTICE_SENT", "That the notice was sent is recorded already.", null, ("notice_id", id));

    private static Refusal Seen(Guid id) => Refusal.Rule("NOTICE_SEEN", "That the notice was seen is recorded already.", null, ("notice_id", id));

    private static void RequireBetween(DateOnly first, DateOnly day, DateOnly today)
    {
        if (day > today)
            throw Refusal.Invalid(new Violation("date", "NOT_IN_FUTURE", "What is recorded has happened: today or earlier."));
        if (day < first)
            throw Refusal.Invalid(new Violation("date", "BEFORE_START", $"Not before {Dates.Text(first)}: a notice is made, then sent, then seen."));
    }
}
