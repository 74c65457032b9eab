using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.Offers;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Reconsiderations;

/// <summary>The contract's ReconsiderationsService: over whatever decision a notice tells of.</summary>
internal sealed class ReconsiderationsApi(UnitOfWork work, NoticeIssuing notices, IOptions<ReconsiderationSettings> settings)
    : ReconsiderationsService.ReconsiderationsServiceBase
{
    private const string Subject = "RECONSIDERATION";

    /// <inheritdoc/>
    public override Task<Reconsideration> CreateReconsideration(CreateReconsiderationRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var notice = await NoticeStore.GetAsync(mutation, Guid.Parse(request.NoticeId));
                if (Codes.Parse<NoticeKind>(notice.Kind) is NoticeKind.Reconsideration)
                    throw Refusal.Rule("NOTICE_FINAL", "This notice answers a request for another look. The Ombudsman is next.", null, ("notice_id", notice.Id));
                var requestedOn = Dates.Parse(request.Reconsideration.RequestDate);
                RequireAsked(notice, requestedOn, mutation.Today);
                var id = mutation.NewId();
                var dueOn = settings.Value.DueOn(Codes.Parse<NoticeRoute>(notice.Route), requestedOn);
                await ReconsiderationStore.InsertAsync(mutation, id, notice, request.Reconsideration, requestedOn, dueOn);
                mutation.Audit("assessment.reconsideration.requested", Subject, id, personId: notice.PersonId);
                return (await ReconsiderationStore.GetAsync(mutation, id)).ToMessage(mutation.Today);
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<Reconsideration> GetReconsideration(GetReconsiderationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.ReconsiderationId)));

    /// <inheritdoc/>
    public override Task<ListReconsiderationsResponse> ListReconsiderations(ListReconsiderationsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"reconsiderations:{personId}");
            var (rows, next) = page.Split(await ReconsiderationStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListReconsiderationsResponse { Reconsiderations = { rows.Select(row => row.ToMessage(session.Today)) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ListReconsiderationsDueResponse> ListReconsiderationsDue(ListReconsiderationsDueRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"reconsiderations-due:{request.DueByDate}");
            var (rows, next) = page.Split(await ReconsiderationStore.ListDueAsync(session, Dates.ParseOptional(request.DueByDate), page), row => row.Id);
            foreach (var row in rows)
                session.AuditRead(Subject, row.Id, row.PersonId);
            return new ListReconsiderationsDueResponse { Reconsiderations = { rows.Select(row => row.ToMessage(session.Today)) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<DecideReconsiderationResponse> DecideReconsideration(DecideReconsiderationRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected) = (Guid.Parse(request.ReconsiderationId), Etag.Parse(request.Etag));
                var reasons = NoticeReasons.Of(request.Reasons);
                var asked = await ReconsiderationStore.GetAsync(mutation, id);
                var notice = await NoticeStore.GetAsync(mutation, asked.NoticeId);
                if (notice.IssuedBy == mutation.Caller.Subject)
                {
                    throw Refusal.Rule(
                        "DECIDER_IS_REFUSER", "Somebody who had no part in a decision looks at it again.", "SI 2013/1617 reg 15(4)-(5)", ("reconsideration_id", id));
                }

                mutation.Audit("assessment.reconsideration.decided", Subject, id, request.Outcome.Code(), asked.PersonId);
                var answerId = await notices.IssueAsync(mutation, new NewNotice(
                    NoticeKind.Reconsideration, Subject, id, asked.PersonId, request.Outcome.Code(), reasons, Codes.Parse<NoticeRoute>(notice.Route))
                {
                    Format = Codes.Parse<NoticeFormat>(notice.Format),
                    Language = notice.Language,
                });
                var answered = await ReconsiderationStore.AnswerAsync(mutation, id, expected, request.Outcome, reasons, answerId);
                if (request.Outcome is ReconsiderationOutcome.Overturned && Codes.Parse<NoticeKind>(notice.Kind) is NoticeKind.OfferRefused)
                    await ReopenOfferAsync(mutation, notice);
                return new DecideReconsiderationResponse { Reconsideration = answered.ToMessage(mutation.Today) };
            },
            async (session, id) => new DecideReconsiderationResponse { Reconsideration = await ShowAsync(session, id) });

    private static async Task ReopenOfferAsync(Mutation mutation, NoticeRow refusal)
    {
        // After a death another look can find that a refusal was wrong; there is nobody left to offer a budget to.
        var person = await PersonStore.LockOneAsync(mutation, refusal.PersonId);
        if (person.DeathDate is null && await OfferStore.ReopenAsync(mutation, refusal.SubjectId))
            mutation.Audit("assessment.offer.reopened", refusal.SubjectType, refusal.SubjectId, personId: refusal.PersonId);
    }

    private static void RequireAsked(NoticeRow notice, DateOnly requestedOn, DateOnly today)
    {
        const string Field = "reconsideration.request_date";
        if (requestedOn > today)
            throw Refusal.Invalid(new Violation(Field, "NOT_IN_FUTURE", "What is recorded has happened: today or earlier."));
        if (requestedOn < LondonTime.DateOf(new DateTimeOffset(notice.IssuedAt)))
            throw Refusal.Invalid(new Violation(Field, "BEFORE_START", "Nobody asks for another look at a decision before it is made."));
    }

    private static async Task<Reconsideration> ShowAsync(Session session, Guid id)
    {
        var asked = await ReconsiderationStore.GetAsync(session, id);
        session.AuditRead(Subject, id, asked.PersonId);
        return asked.ToMessage(session.Today);
    }
}
