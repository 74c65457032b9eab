using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Reconsideration of an NHS decision, complaint about a council's (SI 2013/1617 reg 15(4)-(5); SI 2009/309).</summary>
[Collection<AssessmentCollection>]
public sealed class Asking_for_another_look(AssessmentService assessment)
{
    private const string Reason = "A support worker whom you choose can be paid from a budget.";

    private Metadata Ben => assessment.Service.As("ben");

    [Fact]
    public async Task in_time_starts_the_clock_for_the_answer()
    {
        var notice = await RefusedAsync(sentOn: "2026-01-31");

        var asked = await Ask(notice, "2026-04-30");

        Assert.Equal(
            (NoticeRoute.Nhs, ReconsiderationState.Open, false, "2026-05-28", true),
            (asked.Route, asked.State, asked.Late, asked.AnswerDueDate, asked.Overdue));
        Assert.Equal([asked], (await assessment.Reconsiderations.ListReconsiderationsAsync(
            new ListReconsiderationsRequest { PersonId = notice.PersonId }, assessment.Ann)).Reconsiderations);
    }

    [Fact]
    public async Task late_is_taken_and_says_so() =>
        Assert.True((await Ask(await RefusedAsync(sentOn: "2026-01-31"), "2026-05-01")).Late);

    [Fact]
    public async Task of_a_council_is_a_complaint_that_is_answered_within_six_months_and_then_goes_to_the_Ombudsman()
    {
        var notice = await RefusedAsync(sentOn: "2026-01-31");
        await assessment.Service.LookAsync<int>("update assessment.notices set route = 'COUNCIL' where id = @id returning 1", new { id = Guid.Parse(notice.NoticeId) });

        var asked = await Ask(notice, "2026-08-31");
        var answered = (await Decide(asked, ReconsiderationOutcome.Upheld)).Reconsideration;

        Assert.Equal((NoticeRoute.Council, "2027-02-28", false), (asked.Route, asked.AnswerDueDate, asked.Overdue));
        var answer = await NoticeAsync(answered.AnswerNoticeId);
        Assert.Contains("Local Government and Social Care Ombudsman", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_answered_in_writing_by_somebody_who_had_no_part_in_the_decision()
    {
        var asked = await Ask(await RefusedAsync());

        var refusal = await Decide(asked, ReconsiderationOutcome.Upheld, assessment.Ann).RefusedAsync(StatusCode.FailedPrecondition, "DECIDER_IS_REFUSER");
        var answered = (await Decide(asked, ReconsiderationOutcome.Upheld)).Reconsideration;

        Assert.Equal("SI 2013/1617 reg 15(4)-(5)", refusal.Metadata["source"]);
        Assert.Equal((ReconsiderationState.Upheld, "ben", "2"), (answered.State, answered.DecidedBy, answered.Etag));
        var answer = await NoticeAsync(answered.AnswerNoticeId);
        Assert.Equal((NoticeKind.Reconsideration, "UPHELD", asked.ReconsiderationId), (answer.Kind, answer.Decision, answer.SubjectId));
        Assert.Equal([Reason], answer.Reasons);
        Assert.Equal([Reason], answered.Reasons);
        await Decide(answered, ReconsiderationOutcome.Overturned).RefusedAsync(StatusCode.FailedPrecondition, "RECONSIDERATION_ANSWERED");
    }

    [Fact]
    public async Task has_a_refused_request_decided_again_when_the_refusal_is_overturned()
    {
        var notice = await RefusedAsync();

        await Decide(await Ask(notice), ReconsiderationOutcome.Overturned);

        var offer = await assessment.Offers.GetOfferAsync(new GetOfferRequest { OfferId = notice.SubjectId }, assessment.Ann);
        Assert.Equal((OfferState.Requested, OfferDecision.Unspecified, "3"), (offer.State, offer.Decision, offer.Etag));
        var granted = await assessment.Offers.DecideOfferAsync(
            new DecideOfferRequest { OfferId = offer.OfferId, Decision = OfferDecision.Granted, Etag = offer.Etag, RequestId = NewRequestId() }, assessment.Ann);
        Assert.Equal(OfferState.Accepted, granted.Offer.State);
    }

    [Fact]
    public async Task lets_who_refused_grant_it_then_and_never_refuse_it_again()
    {
        var notice = await RefusedAsync();
        await Decide(await Ask(notice), ReconsiderationOutcome.Overturned);
        var again = new DecideOfferRequest
        {
            OfferId = notice.SubjectId, Decision = OfferDecision.GrantedInPart, RefusalReason = RefusalReason.NotSecurable, Reasons = { "No budget can buy it." },
            Etag = "3", RequestId = NewRequestId(),
        };

        await assessment.Offers.DecideOfferAsync(again, assessment.Ann).RefusedAsync(StatusCode.FailedPrecondition, "DECIDER_IS_REFUSER");
        var decided = await assessment.Offers.DecideOfferAsync(again, Ben);

        Assert.Equal(OfferState.Offered, decided.Offer.State);
    }

    [Fact]
    public async Task leaves_an_offer_alone_that_was_made_meanwhile()
    {
        var notice = await RefusedAsync();
        var other = await assessment.OfferedAsync(notice.PersonId);

        await Decide(await Ask(notice), ReconsiderationOutcome.Overturned);

        Assert.Equal(OfferState.Refused, (await assessment.Offers.GetOfferAsync(new GetOfferRequest { OfferId = notice.SubjectId }, assessment.Ann)).State);
        Assert.Equal(other, await assessment.Offers.GetOfferAsync(new GetOfferRequest { OfferId = other.OfferId }, assessment.Ann));
    }

    [Fact]
    public async Task is_done_once_of_each_decision_and_never_of_the_answer()
    {
        var notice = await RefusedAsync();
        var asked = await Ask(notice);

        await AskCall(notice.NoticeId, "2026-06-01").RefusedAsync(StatusCode.AlreadyExists, "RECONSIDERATION_EXISTS");
        var answered = (await Decide(asked, ReconsiderationOutcome.Upheld)).Reconsideration;
        await AskCall(answered.AnswerNoticeId, "2026-06-01").RefusedAsync(StatusCode.FailedPrecondition, "NOTICE_FINAL");
    }

    [Theory]
    [InlineData("2025-12-31")]
    [InlineData("2199-01-01")]
    public async Task is_refused_for_a_day_before_the_decision_or_in_the_future(string day) =>
        Assert.Equal(["reconsideration.request_date"], (await RefusedCall.OfAsync(AskCall((await RefusedAsync()).NoticeId, day))).Fields);

    [Fact]
    public async Task is_refused_of_no_notice_and_on_a_stale_etag_and_without_reasons()
    {
        await AskCall(Guid.NewGuid().ToString(), "2026-06-01").RefusedAsync(StatusCode.NotFound, "NOTICE_NOT_FOUND");
        var asked = await Ask(await RefusedAsync());
        await Decide(asked, ReconsiderationOutcome.Upheld, etag: "9").RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        Assert.Equal(["reasons[0]"], (await RefusedCall.OfAsync(Decide(asked, ReconsiderationOutcome.Upheld, reason: " "))).Fields);
        var untouched = await assessment.Reconsiderations.GetReconsiderationAsync(new GetReconsiderationRequest { ReconsiderationId = asked.ReconsiderationId }, assessment.Ann);
        Assert.Equal(asked, untouched);
    }

    [Fact]
    public async Task stands_on_the_worklist_by_when_its_answer_is_due_until_it_is_answered()
    {
        var (late, soon) = (await Ask(await RefusedAsync(), "2026-02-02"), await Ask(await RefusedAsync(), "2026-02-01"));

        Assert.Equal([soon.ReconsiderationId, late.ReconsiderationId], await DueAsync(late.AnswerDueDate));
        Assert.Equal([soon.ReconsiderationId], await DueAsync(soon.AnswerDueDate));
        await Decide(soon, ReconsiderationOutcome.Upheld);
        Assert.Equal([late.ReconsiderationId], await DueAsync(late.AnswerDueDate));

        async Task<IEnumerable<string>> DueAsync(string day)
        {
            var found = new List<string>();
            var request = new ListReconsiderationsDueRequest { DueByDate = day, PageSize = 1 };
            do
            {
                var page = await assessment.Reconsiderations.ListReconsiderationsDueAsync(request, assessment.Ann);
                Assert.All(page.Reconsiderations, one => Assert.True(one.Overdue));
                found.AddRange(page.Reconsiderations.Select(one => one.ReconsiderationId));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken is not "");
            return found.Where(id => id == late.ReconsiderationId || id == soon.ReconsiderationId);
        }
    }

    /// <summary>The notice of a request that was refused on 1 January 2026.</summary>
    private async Task<Notice> RefusedAsync(string? sentOn = null)
    {
        var request = await assessment.RequestedAsync((await assessment.RegisteredAsync()).PersonId);
        var refused = await assessment.Offers.DecideOfferAsync(
            new DecideOfferRequest
            {
                OfferId = request.OfferId, Decision = OfferDecision.Refused, RefusalReason = RefusalReason.NotSecurable, Reasons = { "No budget can buy it." },
                Etag = request.Etag, RequestId = NewRequestId(),
            },
            assessment.Ann);
        await assessment.Service.LookAsync<int>(
            "update assessment.notices set issued_at = '2026-01-01' where id = @id returning 1", new { id = Guid.Parse(refused.Offer.NoticeId) });
        var notice = await NoticeAsync(refused.Offer.NoticeId);
        if (sentOn is null)
            return notice;
        var sent = new RecordNoticeSentRequest { NoticeId = notice.NoticeId, Channel = NoticeChannel.Post, Date = sentOn, Etag = notice.Etag, RequestId = NewRequestId() };
        return (await assessment.Notices.RecordNoticeSentAsync(sent, assessment.Ann)).Notice;
    }

    private Task<Notice> NoticeAsync(string id) => assessment.Notices.GetNoticeAsync(new GetNoticeRequest { NoticeId = id }, assessment.Ann).ResponseAsync;

    private Task<Reconsideration> Ask(Notice notice, string day = "2026-06-01") => AskCall(notice.NoticeId, day).ResponseAsync;

    private AsyncUnaryCall<Reconsideration> AskCall(string noticeId, string day) => assessment.Reconsiderations.CreateReconsiderationAsync(
        new CreateReconsiderationRequest
        {
            NoticeId = noticeId, Reconsideration = new Reconsideration { RequestedBy = RequestedBy.Nominee, RequestDate = day, Grounds = "My neighbour has it." }, RequestId = NewRequestId(),
        },
        assessment.Ann);

    private AsyncUnaryCall<DecideReconsiderationResponse> Decide(
        Reconsideration asked, ReconsiderationOutcome outcome, Metadata? by = null, string reason = Reason, string? etag = null) =>
        assessment.Reconsiderations.DecideReconsiderationAsync(
            new DecideReconsiderationRequest
            {
                ReconsiderationId = asked.ReconsiderationId, Outcome = outcome, Reasons = { reason }, Etag = etag ?? asked.Etag, RequestId = NewRequestId(),
            },
            by ?? Ben);
}
