using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Listing_age_triggers(AssessmentService assessment)
{
    [Fact]
    public async Task of_one_person_shows_them_all()
    {
        var person = await assessment.RegisteredAsync(NewPerson(birthDate: "2008-02-29"));

        var triggers = await assessment.AgeTriggers.GetAgeTriggersAsync(new GetAgeTriggersRequest { PersonId = person.PersonId }, assessment.Ann);

        Assert.Equal(
            [
                (AgeTriggerKind.Sixteen, "2024-02-29"), (AgeTriggerKind.SeventeenAndAHalf, "2025-08-29"), (AgeTriggerKind.Eighteen, "2026-03-01"),
                (AgeTriggerKind.TwentyFive, "2033-03-01"), (AgeTriggerKind.PensionAge, "2076-02-29"),
            ],
            triggers.AgeTriggers.Select(trigger => (trigger.Kind, trigger.Date)));
    }

    [Fact]
    public async Task of_the_programme_finds_everybody_once_page_by_page()
    {
        // Days that no other test's people come to.
        var sixteen = await assessment.RegisteredAsync(NewPerson(birthDate: "2019-07-02"));
        var twice = await assessment.RegisteredAsync(NewPerson(birthDate: "2017-07-02"));
        await assessment.RegisteredAsync(NewPerson(birthDate: "2019-07-04"));
        var request = new ListAgeTriggersRequest { FromDate = "2035-01-01", ToDate = "2035-07-03", PageSize = 1 };
        var found = new List<PersonAgeTriggers>();
        do
        {
            var page = await assessment.AgeTriggers.ListAgeTriggersAsync(request, assessment.Ann);
            found.AddRange(page.People);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken is not "");

        Assert.Equal(found.Count, found.DistinctBy(person => person.PersonId).Count());
        var ours = found.Where(person => person.PersonId == sixteen.PersonId || person.PersonId == twice.PersonId);
        Assert.Equal([(sixteen.PersonId, AgeTriggerKind.Sixteen), (twice.PersonId, AgeTriggerKind.Eighteen), (twice.PersonId, AgeTriggerKind.SeventeenAndAHalf)],
            ours.SelectMany(person => person.AgeTriggers.Select(trigger => (person.PersonId, trigger.Kind))).OrderBy(one => one.PersonId == twice.PersonId).ThenBy(one => -(int)one.Kind));
        Assert.All(found, person => Assert.All(person.AgeTriggers, trigger => Assert.InRange(trigger.Date, "2035-01-01", "2035-07-03")));
    }

    [Fact]
    public async Task of_the_programme_leaves_out_who_has_died()
    {
        var person = await assessment.RegisteredAsync(NewPerson(birthDate: "2019-11-11"));
        await assessment.People.RecordDeathAsync(
            new RecordDeathRequest { PersonId = person.PersonId, DeathDate = "2024-01-01", Etag = person.Etag, RequestId = NewRequestId() }, assessment.Ann);

        var page = await assessment.AgeTriggers.ListAgeTriggersAsync(new ListAgeTriggersRequest { FromDate = "2035-11-11", ToDate = "2035-11-11" }, assessment.Ann);

        Assert.DoesNotContain(page.People, one => one.PersonId == person.PersonId);
    }

    [Theory]
    [InlineData("2035-01-02", "2035-01-01")]
    [InlineData("2035-01-01", "2036-01-02")]
    public async Task is_refused_for_days_that_run_backwards_or_too_long(string from, string to) =>
        Assert.Equal(["to_date"], (await RefusedCall.OfAsync(
            assessment.AgeTriggers.ListAgeTriggersAsync(new ListAgeTriggersRequest { FromDate = from, ToDate = to }, assessment.Ann))).Fields);

    [Fact]
    public async Task of_nobody_is_refused() =>
        await assessment.AgeTriggers.GetAgeTriggersAsync(new GetAgeTriggersRequest { PersonId = Guid.NewGuid().ToString() }, assessment.Ann)
            .RefusedAsync(StatusCode.NotFound, "PERSON_NOT_FOUND");
}
