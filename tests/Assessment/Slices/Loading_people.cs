using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Loading_people(AssessmentService assessment)
{
    private readonly string _requestId = AssessmentService.NewRequestId();

    [Fact]
    public async Task registers_each_as_a_single_registration_does()
    {
        var people = Many(3);

        var load = await LoadAsync(people);

        Assert.Equal((PeopleLoadState.Complete, 3L, 3L, 0L, _requestId), (load.State, load.LineCount, load.RegisteredCount, load.FaultyCount, load.RequestId));
        var found = await assessment.People.SearchPeopleAsync(new SearchPeopleRequest { NhsNumber = people[1].NhsNumber }, assessment.Ann);
        var person = Assert.Single(found.People);
        Assert.Equal((people[1].GivenName, people[1].FamilyName, people[1].BirthDate, "1"), (person.GivenName, person.FamilyName, person.BirthDate, person.Etag));
        Assert.Equal(7, Guid.Parse(person.PersonId).Version);
    }

    [Fact]
    public async Task passes_over_lines_with_faults_says_which_and_keeps_the_rest()
    {
        var registered = await assessment.RegisteredAsync();
        var people = Many(8);
        people[1].NhsNumber = "9990000019";
        people[1].BirthDate = "2026-02-30";
        people[3] = registered;
        people[5].NhsNumber = people[0].NhsNumber;
        people[6].BirthDate = "2199-01-01";

        var load = await LoadAsync(people);

        Assert.Equal((8L, 4L, 4L), (load.LineCount, load.RegisteredCount, load.FaultyCount));
        string[] faults =
        [
            "2 entry.person.nhs_number NHS_NUMBER_CHECK_DIGIT", "2 entry.person.birth_date DATE", "4 entry.person.nhs_number PERSON_EXISTS",
            "6 entry.person.nhs_number PERSON_EXISTS", "7 entry.person.birth_date NOT_IN_FUTURE",
        ];
        Assert.Equal(faults, load.FirstFaults.Select(Text));
        Assert.Equal(load, await assessment.Loads.GetPeopleLoadAsync(new GetPeopleLoadRequest { PeopleLoadId = load.PeopleLoadId }, assessment.Ann));
        var first = await assessment.Loads.ListPeopleLoadFaultsAsync(new ListPeopleLoadFaultsRequest { PeopleLoadId = load.PeopleLoadId, PageSize = 3 }, assessment.Ann);
        var second = await assessment.Loads.ListPeopleLoadFaultsAsync(
            new ListPeopleLoadFaultsRequest { PeopleLoadId = load.PeopleLoadId, PageSize = 3, PageToken = first.NextPageToken }, assessment.Ann);
        Assert.Equal(faults, first.Faults.Concat(second.Faults).Select(Text));
        Assert.Empty(second.NextPageToken);
    }

    [Fact]
    public async Task keeps_what_a_door_before_it_could_not_read_with_the_number_of_its_line()
    {
        var load = await SendAsync(
            new LoadPeopleRequest { Entry = Entry(AssessmentService.NewPerson()), Line = 10 },
            new LoadPeopleRequest { Line = 12, LineFaults = { new LineFault { Field = "entry.person", Pointer = "/nhsNumber", Reason = "TYPE_WRONG", Detail = "Expected text." } } },
            new LoadPeopleRequest { Line = 13, LineFaults = { Enumerable.Range(0, 50).Select(_ => new LineFault { Reason = "MEMBER_UNKNOWN" }) } });

        Assert.Equal((3L, 1L, 2L), (load.LineCount, load.RegisteredCount, load.FaultyCount));
        Assert.Equal((12L, "/nhsNumber", "TYPE_WRONG", "Expected text."), (load.FirstFaults[0].Line, load.FirstFaults[0].Pointer, load.FirstFaults[0].Reason, load.FirstFaults[0].Detail));
        Assert.Equal((20, "VIOLATIONS_TRUNCATED"), (load.FirstFaults.Count(fault => fault.Line == 13), load.FirstFaults[^1].Reason));
    }

    [Fact]
    public async Task is_answered_as_the_first_time_when_it_is_sent_again()
    {
        var people = Many(1_200);
        people[7].NhsNumber = people[3].NhsNumber;
        var first = await LoadAsync(people);

        using var again = await OpenAsync(people);
        await again.RequestStream.CompleteAsync();

        Assert.Equal(first, await again.ResponseAsync);
        Assert.Equal("true", again.GetTrailers().GetValue("idempotency-hit"));
        Assert.Equal((1_200L, 1_199L, 1L), (first.LineCount, first.RegisteredCount, first.FaultyCount));
    }

    [Fact]
    public async Task that_was_cut_off_goes_on_where_it_stopped()
    {
        var people = Many(2_500);
        using (var cut = await OpenAsync(people[..2_300]))
        {
            // Cut off between two lines, as by a line that goes dead.
            await Eventually.TrueAsync("two thousand lines are done", async () => (await FindAsync())?.LineCount == 2_000);
        }

        var open = (await FindAsync())!;
        Assert.Equal((PeopleLoadState.Open, 2_000L, 2_000L), (open.State, open.LineCount, open.RegisteredCount));

        var load = await LoadAsync(people);

        Assert.Equal((open.PeopleLoadId, PeopleLoadState.Complete, 2_500L, 2_500L), (load.PeopleLoadId, load.State, load.LineCount, load.RegisteredCount));
        Assert.Empty(load.FirstFaults);
    }

    [Fact]
    public async Task with_other_lines_under_its_request_id_is_refused_and_changes_nothing()
    {
        var people = Many(5);
        var load = await LoadAsync(people);

        await RefusedAsync([.. Many(1), .. people[1..]]);
        await RefusedAsync([.. people, .. Many(1)]);
        await RefusedAsync(people[..4]);

        Assert.Equal(load, await FindAsync(load.PeopleLoadId));

        async Task RefusedAsync(Person[] other)
        {
            using var call = await OpenAsync(other);
            await call.RequestStream.CompleteAsync();
            var refusal = await RefusedCall.OfAsync(call.ResponseAsync);
            Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (refusal.Code, refusal.Reason));
        }
    }

    [Fact]
    public async Task sent_twice_at_once_is_done_once()
    {
        var people = Many(3_000);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return (await LoadAsync(people)).RegisteredCount.ToString();
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Aborted)
            {
                return "LOAD_RUNNING";
            }
        }));

        Assert.Contains("3000", outcomes);
        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { "3000", "LOAD_RUNNING" }));
        Assert.Equal((3_000L, 0L), ((await FindAsync())!.RegisteredCount, (await FindAsync())!.FaultyCount));
    }

    [Fact]
    public async Task of_the_same_people_by_two_at_once_registers_each_once()
    {
        var people = Many(3_000);

        var loads = await Task.WhenAll(
            LoadAsync(people, AssessmentService.NewRequestId()), LoadAsync([.. people.Reverse()], AssessmentService.NewRequestId()));

        Assert.Equal(3_000, loads.Sum(load => load.RegisteredCount));
        Assert.Equal(3_000, loads.Sum(load => load.FaultyCount));
    }

    [Fact]
    public async Task is_recorded_once_a_batch_with_who_sent_it()
    {
        var load = await LoadAsync(Many(2_100));

        var audit = await assessment.Service.LookAsync<(string Action, string Actor, string Outcome, string Request)>(
            "select action, actor, outcome, request_id from platform.audit_events where subject_id = @id order by id", new { id = Guid.Parse(load.PeopleLoadId) });
        Assert.Equal(
            [("assessment.people_load.sent", "BEGUN"), ("assessment.people.loaded", "DONE"), ("assessment.people.loaded", "DONE"), ("assessment.people.loaded", "DONE")],
            audit.Select(entry => (entry.Action, entry.Outcome)));
        Assert.All(audit, entry => Assert.Equal(("ann", _requestId), (entry.Actor, entry.Request)));
    }

    [Fact]
    public async Task is_seen_by_its_own_programme_alone()
    {
        var load = await LoadAsync(Many(1));
        var stranger = assessment.Service.As("stranger", "QRL", "south");

        await assessment.Loads.GetPeopleLoadAsync(new GetPeopleLoadRequest { PeopleLoadId = load.PeopleLoadId }, stranger).RefusedAsync(StatusCode.NotFound, "PEOPLE_LOAD_NOT_FOUND");
        await assessment.Loads.ListPeopleLoadFaultsAsync(new ListPeopleLoadFaultsRequest { PeopleLoadId = load.PeopleLoadId }, stranger)
            .RefusedAsync(StatusCode.NotFound, "PEOPLE_LOAD_NOT_FOUND");
        Assert.Empty((await assessment.Loads.ListPeopleLoadsAsync(new ListPeopleLoadsRequest(), stranger)).PeopleLoads);
    }

    [Theory]
    [InlineData("")]
    [InlineData("again")]
    public async Task is_refused_without_a_good_request_id(string requestId)
    {
        using var call = await OpenAsync(Many(1), requestId);
        await call.RequestStream.CompleteAsync();

        var refusal = await RefusedCall.OfAsync(call.ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (refusal.Code, refusal.Reason));
        Assert.Equal(["request_id"], refusal.Fields);
    }

    [Fact]
    public async Task is_refused_without_a_line()
    {
        using var call = await OpenAsync([]);
        await call.RequestStream.CompleteAsync();

        Assert.Equal(StatusCode.InvalidArgument, (await RefusedCall.OfAsync(call.ResponseAsync)).Code);
    }

    [Fact]
    public async Task is_refused_where_the_programme_is_not_served()
    {
        using var call = assessment.Loads.LoadPeople(assessment.Service.As(programme: "nowhere"));
        await call.RequestStream.WriteAsync(new LoadPeopleRequest { Entry = Entry(AssessmentService.NewPerson()), RequestId = _requestId });
        await call.RequestStream.CompleteAsync();

        Assert.Equal("PROGRAMME_UNKNOWN", (await RefusedCall.OfAsync(call.ResponseAsync)).Reason);
    }

    private static string Text(PeopleLoadFault fault) => $"{fault.Line} {fault.Field} {fault.Reason}";

    private static CaseloadEntry Entry(Person person) => new() { Person = person };

    private static Person[] Many(int count) => [.. Enumerable.Range(0, count).Select(_ => AssessmentService.NewPerson())];

    private async Task<PeopleLoad?> FindAsync(string? id = null)
    {
        if (id is not null)
            return await assessment.Loads.GetPeopleLoadAsync(new GetPeopleLoadRequest { PeopleLoadId = id }, assessment.Ann);
        var loads = await assessment.Loads.ListPeopleLoadsAsync(new ListPeopleLoadsRequest { PageSize = 1000 }, assessment.Ann);
        return loads.PeopleLoads.SingleOrDefault(load => load.RequestId == _requestId);
    }

    private async Task<PeopleLoad> LoadAsync(IEnumerable<Person> people, string? requestId = null)
    {
        using var call = await OpenAsync(people, requestId);
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    private Task<AsyncClientStreamingCall<LoadPeopleRequest, PeopleLoad>> OpenAsync(IEnumerable<Person> people, string? requestId = null) =>
        WriteAsync(people.Select(person => new LoadPeopleRequest { Entry = Entry(person) }), requestId);

    private async Task<PeopleLoad> SendAsync(params LoadPeopleRequest[] lines)
    {
        using var call = await WriteAsync(lines, null);
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    private async Task<AsyncClientStreamingCall<LoadPeopleRequest, PeopleLoad>> WriteAsync(IEnumerable<LoadPeopleRequest> lines, string? requestId)
    {
        var call = assessment.Loads.LoadPeople(assessment.Ann);
        foreach (var line in lines)
        {
            line.RequestId = requestId ?? _requestId;
            try
            {
                await call.RequestStream.WriteAsync(line);
            }
            catch (Exception failure) when (failure is RpcException or InvalidOperationException)
            {
                break; // it is over: its answer says why
            }
        }

        return call;
    }
}
