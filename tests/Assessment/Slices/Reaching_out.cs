using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Domain.Expressions;
using static PersonalBudgets.Assessment.V1.CaseloadFactKind;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Reaching_out(AssessmentService assessment) : IAsyncLifetime
{
    private readonly CohortHouse _house = new(assessment);
    private readonly string _code = $"COHORT_{Guid.NewGuid():N}"[..30].ToUpperInvariant();

    public async ValueTask InitializeAsync() => await _house.PublishAsync(await _house.DraftAsync(_code, Now(Homeless)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task leaves_out_who_has_an_offer_a_budget_declined_was_contacted_or_wishes_not_to_be()
    {
        var people = await PeopleAsync(7);
        await assessment.OfferedAsync(people[1]);
        await assessment.AcceptedAsync(people[2]);
        await DeclineAsync(people[3]);
        await MarkAsync(people[4], OutreachMarkKind.Contacted, 89);
        await MarkAsync(people[5], OutreachMarkKind.NotToBeContacted, 900);

        var all = await ListAsync(includeLeftOut: true);
        var told = await ListAsync(includeLeftOut: false);

        Assert.Equal(
            ["", "OfferOpen", "Budget", "DeclinedRecently", "ContactedRecently", "NotToBeContacted", ""],
            people.Select(id => string.Join(' ', all[id].LeftOutFor)));
        Assert.Equal([people[0], people[6]], people.Where(told.ContainsKey));
        Assert.Equal(_code, told[people[0]].Matches.Single().Code);
    }

    [Fact]
    public async Task asks_again_when_the_time_of_the_place_is_over_or_the_wish_is_taken_back()
    {
        var people = await PeopleAsync(2);
        await MarkAsync(people[0], OutreachMarkKind.Contacted, 90);
        await MarkAsync(people[1], OutreachMarkKind.NotToBeContacted, 20);
        await MarkAsync(people[1], OutreachMarkKind.MayBeContacted, 10);

        var told = await ListAsync(includeLeftOut: false);

        Assert.All(people, id => Assert.Contains(id, told.Keys));
    }

    [Fact]
    public async Task leaves_out_who_has_a_health_budget_by_the_caseload_and_not_who_has_a_councils()
    {
        var birthDate = Dates.Text(_house.Today.AddYears(-40));
        var people = await _house.LoadAsync(
        [
            (birthDate, [Fact(Homeless), Fact(HealthBudget)]), (birthDate, [Fact(Homeless), Fact(SocialCareBudget)]),
        ]);

        var all = await ListAsync(includeLeftOut: true);

        Assert.Equal([OutreachReason.Budget], all[people[0]].LeftOutFor);
        Assert.Empty(all[people[1]].LeftOutFor);
    }

    [Fact]
    public async Task names_in_the_access_record_only_those_who_were_shown()
    {
        var people = await PeopleAsync(2);
        await assessment.OfferedAsync(people[1]);

        await ListAsync(includeLeftOut: false, assessment.Service.As("cleo"));

        var looks = await assessment.Service.LookAsync<Guid>("select person_id from platform.audit_events where actor = 'cleo' and person_id = any(@ids)", new { ids = people.Select(Guid.Parse).ToArray() });
        Assert.Equal([Guid.Parse(people[0])], looks);
    }

    [Fact]
    public async Task keeps_its_marks()
    {
        var person = (await PeopleAsync(1)).Single();

        var mark = await MarkAsync(person, OutreachMarkKind.Contacted, 3);

        Assert.Equal((person, OutreachMarkKind.Contacted, Ago(3)), (mark.PersonId, mark.Kind, mark.MarkDate));
        Assert.Equal(mark, await assessment.Cohorts.GetOutreachMarkAsync(new GetOutreachMarkRequest { PersonId = person, OutreachMarkId = mark.OutreachMarkId }, assessment.Ann));
        Assert.Equal([mark], (await assessment.Cohorts.ListOutreachMarksAsync(new ListOutreachMarksRequest { PersonId = person }, assessment.Ann)).OutreachMarks);
        await assessment.Cohorts.GetOutreachMarkAsync(new GetOutreachMarkRequest { PersonId = person, OutreachMarkId = mark.OutreachMarkId }, assessment.Service.As("stranger", "QRL", "south"))
            .RefusedAsync(StatusCode.NotFound, "OUTREACH_MARK_NOT_FOUND");
    }

    [Fact]
    public async Task is_not_recorded_before_it_happened_nor_of_somebody_unknown()
    {
        var person = (await PeopleAsync(1)).Single();

        await Create(person, OutreachMarkKind.Contacted, -1).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");
        await Create(Guid.CreateVersion7().ToString(), OutreachMarkKind.Contacted, 1).RefusedAsync(StatusCode.NotFound, "PERSON_NOT_FOUND");
    }

    private Task<IReadOnlyList<string>> PeopleAsync(int count) =>
        _house.LoadAsync(Enumerable.Range(0, count).Select(_ => (Dates.Text(_house.Today.AddYears(-40)), (IEnumerable<CaseloadFact>)[Fact(Homeless)])));

    private CaseloadFact Fact(CaseloadFactKind kind) => Caseload.Fact(kind, Ago(30));

    private string Ago(int days) => Dates.Text(_house.Today.AddDays(-days));

    private async Task DeclineAsync(string personId)
    {
        var offer = await assessment.OfferedAsync(personId);
        await assessment.Offers.DeclineOfferAsync(
            new DeclineOfferRequest { OfferId = offer.OfferId, Etag = offer.Etag, Reason = DeclineReason.NotNow, RequestId = AssessmentService.NewRequestId() }, assessment.Ann);
    }

    private async Task<OutreachMark> MarkAsync(string personId, OutreachMarkKind kind, int daysAgo) => await Create(personId, kind, daysAgo);

    private AsyncUnaryCall<OutreachMark> Create(string personId, OutreachMarkKind kind, int daysAgo) => assessment.Cohorts.CreateOutreachMarkAsync(
        new CreateOutreachMarkRequest { PersonId = personId, OutreachMark = new OutreachMark { Kind = kind, MarkDate = Ago(daysAgo) }, RequestId = AssessmentService.NewRequestId() },
        assessment.Ann);

    private async Task<IReadOnlyDictionary<string, OutreachPerson>> ListAsync(bool includeLeftOut, Metadata? caller = null)
    {
        using var call = assessment.Cohorts.StreamOutreach(new StreamOutreachRequest { Codes = { _code }, IncludeLeftOut = includeLeftOut }, caller ?? assessment.Ann);
        var found = new Dictionary<string, OutreachPerson>();
        await foreach (var person in call.ResponseStream.ReadAllAsync())
            found.Add(person.PersonId, person);
        return found;
    }
}
