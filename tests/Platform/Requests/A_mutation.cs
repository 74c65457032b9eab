using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;
using static PersonalBudgets.Platform.Tests.Samples.SampleService;

namespace PersonalBudgets.Platform.Tests.Requests;

public sealed class A_mutation(SampleFixture fixture) : SampleTest(fixture)
{
    [Fact]
    public async Task is_stored_with_its_audit_entry_and_its_event()
    {
        var request = NewSample();

        var sample = await Service.Client.CreateSampleAsync(request, Service.As(headers: ("x-correlation-id", "case-7")));

        var id = Guid.Parse(sample.SampleId);
        Assert.Equal(1, await Service.CountAsync("samples.samples", "id = @id", new { id }));
        var audit = Assert.Single(await Service.LookAsync<(string, string, string, string, Guid, string, string, bool)>("""
            select programme, actor, organisation, action, subject_id, outcome, request_id, trace_id is not null
            from platform.audit_events where subject_id = @id
            """, new { id }));
        Assert.Equal(("north", "ann", "RX1", "SAMPLE_CREATED", id, "DONE", request.RequestId), (audit.Item1, audit.Item2, audit.Item3, audit.Item4, audit.Item5, audit.Item6, audit.Item7));
        var correlation = Assert.Single(await Service.LookAsync<string>("select correlation_id from platform.outbox where aggregate_id = @id", new { id }));
        Assert.Equal("case-7", correlation);
    }

    [Fact]
    public async Task records_in_which_role_and_for_which_purpose_its_caller_acts()
    {
        var request = NewSample();
        await Service.Client.CreateSampleAsync(request, Service.As(role: "PRACTITIONER", headers: ("x-purpose", "COMPLAINT")));
        var plain = NewSample();
        await Service.Client.CreateSampleAsync(plain, Service.As());

        Assert.Equal(("PRACTITIONER", "COMPLAINT"), Assert.Single(await RoleAndPurposeAsync(request)));
        Assert.Equal((null, "DIRECT_CARE"), Assert.Single(await RoleAndPurposeAsync(plain)));

        Task<IReadOnlyList<(string?, string)>> RoleAndPurposeAsync(CreateSampleRequest of) =>
            Service.LookAsync<(string?, string)>("select role, purpose from platform.audit_events where request_id = @RequestId", new { of.RequestId });
    }

    [Theory]
    [InlineData("CURIOSITY")]
    [InlineData("direct_care")]
    [InlineData("DIRECT_CARE,AUDIT")]
    public async Task is_refused_for_a_purpose_that_is_not_on_the_list(string purpose)
    {
        var request = NewSample();

        var status = await AssertRefusedAsync(
            Service.Client.CreateSampleAsync(request, Service.As(headers: ("x-purpose", purpose))), StatusCode.InvalidArgument, "FIELD_INVALID");

        var violation = Assert.Single(status.Details.Single(detail => detail.Is(Google.Rpc.BadRequest.Descriptor)).Unpack<Google.Rpc.BadRequest>().FieldViolations);
        Assert.Equal("x-purpose", violation.Field);
        Assert.Equal(0, await Service.CountAsync("platform.audit_events", "request_id = @RequestId", new { request.RequestId }));
    }

    [Fact]
    public async Task gives_the_same_answer_to_the_same_request_id()
    {
        var request = NewSample();
        var first = await Service.Client.CreateSampleAsync(request, Service.As());

        using var call = Service.Client.CreateSampleAsync(request, Service.As());
        var second = await call;

        Assert.Equal(first, second);
        Assert.Equal("true", call.GetTrailers().GetValue("idempotency-hit"));
        Assert.Equal(1, await Service.CountAsync("platform.audit_events", "request_id = @RequestId", new { request.RequestId }));
    }

    [Fact]
    public async Task is_refused_when_its_request_id_came_with_another_body()
    {
        var request = NewSample();
        await Service.Client.CreateSampleAsync(request, Service.As());

        var other = new CreateSampleRequest(request) { AmountPence = 1 };

        await AssertRefusedAsync(Service.Client.CreateSampleAsync(other, Service.As()), StatusCode.AlreadyExists, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task has_its_request_id_for_itself_among_callers_methods_and_programmes()
    {
        var request = NewSample();
        await Service.Client.CreateSampleAsync(request, Service.As());

        var card = await Service.Client.CreateCardAsync(new CreateCardRequest { Name = "Zz", RequestId = request.RequestId }, Service.As());
        var elsewhere = await Service.Client.CreateSampleAsync(request, Service.As(programme: "south"));
        var ofBob = await RefusalOf(Service.Client.CreateSampleAsync(new CreateSampleRequest(request), Service.As("bob")));

        Assert.NotEmpty(card.CardId);
        Assert.NotEmpty(elsewhere.SampleId);
        // Not a repeat for Bob: it meets the title that is taken, which this slice does not expect.
        Assert.Equal(StatusCode.Internal, ofBob.StatusCode);
    }

    [Fact]
    public async Task is_done_once_when_twins_come_at_once()
    {
        var request = NewSample(mischief: "SLOW");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Service.Client.CreateSampleAsync(request, Service.As()).ResponseAsync));

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await Service.CountAsync("samples.samples", "title = @Title", new { request.Title }));
        Assert.Equal(1, await Service.CountAsync("platform.outbox", "aggregate_id = @id", new { id = Guid.Parse(answers[0].SampleId) }));
    }

    [Theory]
    [InlineData("THROW", StatusCode.Internal, "INTERNAL")]
    [InlineData("REFUSE", StatusCode.FailedPrecondition, "X07")]
    [InlineData("SILENT", StatusCode.Internal, "INTERNAL")]
    [InlineData("FOREIGN", StatusCode.Internal, "INTERNAL")]
    public async Task leaves_nothing_when_it_fails_and_can_be_sent_again(string mischief, StatusCode code, string reason)
    {
        var request = NewSample(mischief: mischief);

        await AssertRefusedAsync(Service.Client.CreateSampleAsync(request, Service.As()), code, reason);

        Assert.Equal(0, await Service.CountAsync("samples.samples", "title = @Title", new { request.Title }));
        Assert.Equal(0, await Service.CountAsync("platform.audit_events", "request_id = @RequestId", new { request.RequestId }));
        Assert.Equal(0, await Service.CountAsync("platform.request_keys", "request_id = @RequestId", new { request.RequestId }));
        request.Mischief = "";
        Assert.NotEmpty((await Service.Client.CreateSampleAsync(request, Service.As())).SampleId);
    }

    [Fact]
    public async Task leaves_nothing_when_its_deadline_passes()
    {
        var request = NewSample(mischief: "FOREVER");

        var failure = await RefusalOf(Service.Client.CreateSampleAsync(request, Service.As(), DateTime.UtcNow.AddMilliseconds(300)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(0, await Service.CountAsync("samples.samples", "title = @Title", new { request.Title }));
    }

    [Fact]
    public async Task does_not_store_an_answer_with_person_data_and_reloads_it_for_a_repeat()
    {
        var request = new CreateCardRequest { Name = "Zzqueen", RequestId = Guid.NewGuid().ToString() };
        var first = await Service.Client.CreateCardAsync(request, Service.As());

        var second = await Service.Client.CreateCardAsync(request, Service.As());

        Assert.Equal(first, second);
        var stored = Assert.Single(await Service.LookAsync<(byte[]?, Guid, int)>(
            "select response, resource_id, resource_version from platform.request_keys where request_id = @RequestId", new { request.RequestId }));
        Assert.Equal((null, Guid.Parse(first.CardId), 1), stored);
    }

    [Fact]
    public async Task is_refused_for_a_programme_that_is_not_served() =>
        await AssertRefusedAsync(
            Service.Client.CreateSampleAsync(NewSample(), Service.As(programme: "nowhere")), StatusCode.FailedPrecondition, "PROGRAMME_UNKNOWN");

    [Fact]
    public async Task takes_its_request_id_from_the_header_where_the_message_has_none()
    {
        var request = NewSample();
        var requestId = request.RequestId;
        request.RequestId = "";

        await Service.Client.CreateSampleAsync(request, Service.As(headers: ("x-request-id", requestId)));

        Assert.Equal(1, await Service.CountAsync("platform.request_keys", "request_id = @requestId", new { requestId }));
    }

    [Fact]
    public async Task is_refused_when_header_and_message_name_different_request_ids() =>
        await AssertRefusedAsync(
            Service.Client.CreateSampleAsync(NewSample(), Service.As(headers: ("x-request-id", Guid.NewGuid().ToString()))), StatusCode.InvalidArgument, "FIELD_INVALID");

    [Theory]
    [InlineData("", StatusCode.FailedPrecondition, "ETAG_REQUIRED")]
    [InlineData("W/\"1\"", StatusCode.InvalidArgument, "FIELD_INVALID")]
    [InlineData("01", StatusCode.InvalidArgument, "FIELD_INVALID")]
    [InlineData("0", StatusCode.InvalidArgument, "FIELD_INVALID")]
    [InlineData("2", StatusCode.Aborted, "ETAG_MISMATCH")]
    public async Task is_refused_without_the_etag_of_the_resource_as_it_is(string etag, StatusCode code, string reason)
    {
        var sample = await Service.Client.CreateSampleAsync(NewSample(), Service.As());

        var rename = new RenameSampleRequest { SampleId = sample.SampleId, Title = "new", Etag = etag, RequestId = Guid.NewGuid().ToString() };

        await AssertRefusedAsync(Service.Client.RenameSampleAsync(rename, Service.As()), code, reason);
    }

    [Fact]
    public async Task raises_the_etag()
    {
        var sample = await Service.Client.CreateSampleAsync(NewSample(), Service.As());

        var renamed = await Service.Client.RenameSampleAsync(
            new RenameSampleRequest { SampleId = sample.SampleId, Title = $"new {sample.SampleId}", Etag = sample.Etag, RequestId = Guid.NewGuid().ToString() }, Service.As());

        Assert.Equal(("1", "2"), (sample.Etag, renamed.Etag));
    }

    [Fact]
    public async Task is_aborted_when_it_is_the_victim_of_a_deadlock()
    {
        var calls = new[] { "DEADLOCK 1 2", "DEADLOCK 2 1" }.Select(mischief => Service.Client.CreateSampleAsync(NewSample(mischief: mischief), Service.As()).ResponseAsync);

        var failure = await Assert.ThrowsAsync<RpcException>(() => Task.WhenAll(calls));

        Assert.Equal((StatusCode.Aborted, "CONFLICT"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
    }
}
