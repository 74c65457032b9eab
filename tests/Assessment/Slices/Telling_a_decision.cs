using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>A notice from its decision to its being seen (DOMAIN 0, A27 and A29).</summary>
[Collection<AssessmentCollection>]
public sealed class Telling_a_decision(AssessmentService assessment)
{
    [Fact]
    public async Task starts_with_a_notice_that_can_be_read_and_listed_and_each_look_at_it_is_recorded()
    {
        var notice = await IssuedAsync();

        Assert.Equal(
            (NoticeKind.Eligibility, "NOT_ELIGIBLE", NoticeRoute.Council, NoticeFormat.Standard, "en-GB", "", "1"),
            (notice.Kind, notice.Decision, notice.Route, notice.Format, notice.Language, notice.RequestDueDate, notice.Etag));
        Assert.Contains(notice.Reasons[0], notice.Text, StringComparison.Ordinal);
        Assert.Null(notice.Sending);
        Assert.Equal([notice], (await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = notice.PersonId }, assessment.Ann)).Notices);
        Assert.Contains("READ", await assessment.Service.LookAsync<string>(
            "select action from platform.audit_events where subject_id = @id", new { id = Guid.Parse(notice.NoticeId) }));
    }

    [Theory]
    [InlineData("2025-06-10", NoticeRoute.Nhs, "2025-09-10")]
    [InlineData("2025-11-30", NoticeRoute.Nhs, "2026-02-28")]
    [InlineData("2024-02-29", NoticeRoute.Council, "2025-02-28")]
    public async Task by_sending_it_starts_the_time_in_which_the_person_can_ask_for_another_look(string day, NoticeRoute route, string due)
    {
        var notice = await IssuedAsync(route, since: "2024-01-01");

        var sent = (await Send(notice, day, NoticeChannel.Oral)).Notice;

        Assert.Equal((due, "2"), (sent.RequestDueDate, sent.Etag));
        Assert.Equal(new NoticeSending { Channel = NoticeChannel.Oral, Date = day, RecordedBy = "ann" }, sent.Sending);
    }

    [Theory]
    [InlineData(InformationFormat.EasyRead, NoticeFormat.EasyRead)]
    [InlineData(InformationFormat.BslVideo, NoticeFormat.BritishSignLanguage)]
    [InlineData(InformationFormat.Moon, NoticeFormat.Moon)]
    public async Task takes_the_form_and_the_language_that_the_person_needs(InformationFormat needed, NoticeFormat given)
    {
        var person = NewPerson();
        person.Communication = new CommunicationNeeds { Language = "pl", InformationFormats = { needed, InformationFormat.Audio } };

        var notice = await IssuedAsync(person: await assessment.RegisteredAsync(person));

        Assert.Equal((given, "pl"), (notice.Format, notice.Language));
    }

    [Fact]
    public async Task is_measured_by_when_it_was_seen()
    {
        var sent = (await Send(await IssuedAsync(since: "2025-01-01"), "2025-06-10")).Notice;

        var seen = (await See(sent, "2025-06-12")).Notice;

        Assert.Equal((new NoticeSight { Channel = NoticeChannel.InPerson, Date = "2025-06-12", RecordedBy = "ann" }, "3"), (seen.Sight, seen.Etag));
        await See(seen, "2025-06-13").RefusedAsync(StatusCode.FailedPrecondition, "NOTICE_SEEN");
    }

    [Fact]
    public async Task is_done_once_and_in_its_order()
    {
        var notice = await IssuedAsync(since: "2025-01-01");

        await See(notice, "2025-06-10").RefusedAsync(StatusCode.FailedPrecondition, "NOTICE_NOT_SENT");
        Assert.Equal(["date"], (await RefusedCall.OfAsync(Send(notice, "2024-12-31"))).Fields);
        Assert.Equal(["date"], (await RefusedCall.OfAsync(Send(notice, "2199-01-01"))).Fields);
        var sent = (await Send(notice, "2025-06-10")).Notice;
        await Send(notice, "2025-06-10").RefusedAsync(StatusCode.FailedPrecondition, "NOTICE_SENT");
        Assert.Equal(["date"], (await RefusedCall.OfAsync(See(sent, "2025-06-09"))).Fields);
        await See(notice, "2025-06-12").RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task is_answered_the_same_twice_without_its_words_having_been_kept()
    {
        var notice = await IssuedAsync(since: "2025-01-01");
        var request = new RecordNoticeSentRequest { NoticeId = notice.NoticeId, Channel = NoticeChannel.Post, Date = "2025-06-10", Etag = notice.Etag, RequestId = NewRequestId() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => assessment.Notices.RecordNoticeSentAsync(request, assessment.Ann).ResponseAsync));

        Assert.Single(answers.Distinct());
        Assert.True(Assert.Single(await assessment.Service.LookAsync<bool>(
            "select response is null from platform.request_keys where request_id = @RequestId", new { request.RequestId })));
    }

    [Fact]
    public async Task is_none_of_another_programmes_business()
    {
        var notice = await IssuedAsync();

        await assessment.Notices.GetNoticeAsync(new GetNoticeRequest { NoticeId = notice.NoticeId }, assessment.Service.As(programme: "south"))
            .RefusedAsync(StatusCode.NotFound, "NOTICE_NOT_FOUND");
    }

    private async Task<Notice> IssuedAsync(NoticeRoute route = NoticeRoute.Council, string? since = null, Person? person = null)
    {
        person ??= await assessment.RegisteredAsync();
        var notice = new NewNotice(
            NoticeKind.Eligibility, "ELIGIBILITY_DECISION", Guid.CreateVersion7(), Guid.Parse(person.PersonId), "NOT_ELIGIBLE", ["You manage at home without help."], route);
        var services = assessment.Service.Services;
        var id = await services.GetRequiredService<UnitOfWork>().WithoutCallerAsync(
            TestService.Programme, "test", mutation => services.GetRequiredService<NoticeIssuing>().IssueAsync(mutation, notice), CancellationToken.None);
        if (since is not null)
            await assessment.Service.LookAsync<int>("update assessment.notices set issued_at = @since::date where id = @id returning 1", new { id, since });
        return await assessment.Notices.GetNoticeAsync(new GetNoticeRequest { NoticeId = id.ToString() }, assessment.Ann);
    }

    private AsyncUnaryCall<RecordNoticeSentResponse> Send(Notice notice, string day, NoticeChannel channel = NoticeChannel.Post) => assessment.Notices.RecordNoticeSentAsync(
        new RecordNoticeSentRequest { NoticeId = notice.NoticeId, Channel = channel, Date = day, Etag = notice.Etag, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<RecordNoticeSeenResponse> See(Notice notice, string day) => assessment.Notices.RecordNoticeSeenAsync(
        new RecordNoticeSeenRequest { NoticeId = notice.NoticeId, Channel = NoticeChannel.InPerson, Date = day, Etag = notice.Etag, RequestId = NewRequestId() }, assessment.Ann);
}
