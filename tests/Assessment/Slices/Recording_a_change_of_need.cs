using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Recording_a_change_of_need(AssessmentService assessment)
{
    private const string Account = "My sister cannot come on weekdays.";

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(assessment.Service.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).DateTime);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 28)]
    public async Task asks_for_a_reassessment_and_tells_others_without_words(bool urgent, int days)
    {
        var person = (await assessment.RegisteredAsync()).PersonId;

        var change = await Record(person, urgent: urgent);

        Assert.Equal((NeedChangeState.Open, $"{Today.AddDays(days):yyyy-MM-dd}", Account), (change.State, change.DueDate, change.Account));
        var told = Assert.Single(await assessment.Service.EventsAsync<NeedsChanged>(change.NeedChangeId));
        Assert.Contains(person, told, StringComparison.Ordinal);
        Assert.Contains(urgent ? "true" : "false", told, StringComparison.Ordinal);
        Assert.DoesNotContain("sister", told, StringComparison.Ordinal);
        Assert.Contains(change, await DueAsync($"{Today.AddDays(days):yyyy-MM-dd}"));
        Assert.DoesNotContain(change, await DueAsync($"{Today.AddDays(days - 1):yyyy-MM-dd}"));
    }

    [Fact]
    public async Task is_closed_by_the_signature_of_a_later_assessment_of_the_same_role()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var change = await Record(person);
        var asCarer = await Record(person, asCarer: true);
        await assessment.SignedAsync(person);
        Assert.Equal(NeedChangeState.Open, (await Get(change)).State);

        var later = Complete();
        later.AssessmentDate = $"{Today:yyyy-MM-dd}";
        var signed = await assessment.SignedAsync(person, later);

        var closed = await Get(change);
        Assert.Equal((NeedChangeState.Closed, signed.AssessmentId, "2"), (closed.State, closed.ClosedByAssessmentId, closed.Etag));
        Assert.NotNull(closed.CloseTime);
        Assert.Equal(NeedChangeState.Open, (await Get(asCarer)).State);
        var carers = Complete(AssessmentKind.Carer);
        carers.AssessmentDate = later.AssessmentDate;
        await assessment.SignedAsync(person, carers);
        Assert.Equal(NeedChangeState.Closed, (await Get(asCarer)).State);
        Assert.Equal([closed.NeedChangeId, asCarer.NeedChangeId], (await assessment.NeedChanges.ListNeedChangesAsync(
            new ListNeedChangesRequest { PersonId = person }, assessment.Ann)).NeedChanges.Select(listed => listed.NeedChangeId));
    }

    [Fact]
    public async Task is_closed_for_a_reason_once()
    {
        var change = await Record((await assessment.RegisteredAsync()).PersonId);

        Assert.Equal(["explanation"], (await RefusedCall.OfAsync(Close(change, ""))).Fields);
        var closed = (await Close(change, "She found somebody.")).NeedChange;

        Assert.Equal(
            (NeedChangeState.Closed, NeedChangeCloseReason.ChangePassed, "She found somebody.", ""),
            (closed.State, closed.CloseReason, closed.CloseExplanation, closed.ClosedByAssessmentId));
        Assert.Equal("NEED_CHANGE_CLOSED", (await RefusedCall.OfAsync(Close(change, "Again."))).Reason);
        Assert.DoesNotContain(await DueAsync(""), listed => listed.NeedChangeId == change.NeedChangeId);
    }

    [Fact]
    public async Task is_refused_in_the_future_of_nobody_and_without_a_cause()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;

        Assert.Equal(["need_change.change_date"], (await RefusedCall.OfAsync(Send(person, Change($"{Today.AddDays(1):yyyy-MM-dd}")))).Fields);
        Assert.Equal("PERSON_NOT_FOUND", (await RefusedCall.OfAsync(Send(NewRequestId(), Change()))).Reason);
        Assert.Equal(["need_change.cause", "need_change.change_date", "need_change.reported_by"], (await RefusedCall.OfAsync(Send(person, new NeedChange()))).Fields.Order());
    }

    [Fact]
    public async Task is_refused_for_who_has_died()
    {
        var person = await assessment.RegisteredAsync();
        await assessment.People.RecordDeathAsync(
            new RecordDeathRequest { PersonId = person.PersonId, DeathDate = "2025-05-01", Etag = person.Etag, RequestId = NewRequestId() }, assessment.Ann);

        Assert.Equal("PERSON_DIED", (await RefusedCall.OfAsync(Send(person.PersonId, Change()))).Reason);
    }

    [Fact]
    public async Task puts_the_most_pressing_first_page_by_page()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        for (var number = 0; number < 3; number++)
            await Record(person, urgent: number is 2);

        var listed = new List<NeedChange>();
        var token = "";
        do
        {
            var page = await assessment.NeedChanges.ListReassessmentsDueAsync(new ListReassessmentsDueRequest { PageSize = 2, PageToken = token }, assessment.Ann);
            listed.AddRange(page.NeedChanges);
            token = page.NextPageToken;
        }
        while (token is not "");

        Assert.Equal(listed.OrderBy(change => change.DueDate, StringComparer.Ordinal).ThenBy(change => change.NeedChangeId, StringComparer.Ordinal), listed);
        Assert.Equal(3, listed.Count(change => change.PersonId == person));
        Assert.True(listed.First(change => change.PersonId == person).Urgent);
    }

    private NeedChange Change(string? date = null, bool urgent = false, bool asCarer = false) => new()
    {
        Cause = NeedChangeCause.CarerChanged,
        ReportedBy = NeedChangeReporter.Carer,
        ChangeDate = date ?? $"{Today:yyyy-MM-dd}",
        Urgent = urgent,
        AsCarer = asCarer,
        Account = Account,
    };

    private Task<NeedChange> Record(string personId, bool urgent = false, bool asCarer = false) => Send(personId, Change(null, urgent, asCarer)).ResponseAsync;

    private AsyncUnaryCall<NeedChange> Send(string personId, NeedChange change) => assessment.NeedChanges.CreateNeedChangeAsync(
        new CreateNeedChangeRequest { PersonId = personId, NeedChange = change, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<CloseNeedChangeResponse> Close(NeedChange change, string explanation) => assessment.NeedChanges.CloseNeedChangeAsync(
        new CloseNeedChangeRequest
        {
            NeedChangeId = change.NeedChangeId,
            Reason = NeedChangeCloseReason.ChangePassed,
            Explanation = explanation,
            Etag = change.Etag,
            RequestId = NewRequestId(),
        },
        assessment.Ann);

    private async Task<NeedChange> Get(NeedChange change) =>
        await assessment.NeedChanges.GetNeedChangeAsync(new GetNeedChangeRequest { NeedChangeId = change.NeedChangeId }, assessment.Ann);

    private async Task<IReadOnlyList<NeedChange>> DueAsync(string by) => (await assessment.NeedChanges.ListReassessmentsDueAsync(
        new ListReassessmentsDueRequest { DueByDate = by, PageSize = 1000 }, assessment.Ann)).NeedChanges;
}
