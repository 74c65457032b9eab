using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Recording_a_death(AssessmentService assessment)
{
    [Fact]
    public async Task tells_others_once_and_lets_nothing_new_be_opened()
    {
        var person = await assessment.RegisteredAsync();
        var signed = await assessment.SignedAsync(person.PersonId);

        var dead = (await Record(person, "2025-05-01")).Person;

        Assert.Equal(("2025-05-01", "2"), (dead.DeathDate, dead.Etag));
        Assert.Contains("2025-05-01", Assert.Single(await assessment.Service.EventsAsync<PersonDied>(person.PersonId)), StringComparison.Ordinal);
        foreach (var refusal in new[]
        {
            await RefusedCall.OfAsync(assessment.OfferedAsync(person.PersonId)),
            await RefusedCall.OfAsync(assessment.DraftedAsync(person.PersonId)),
            await RefusedCall.OfAsync(assessment.Decide(signed.AssessmentId)),
        })
            Assert.Equal((StatusCode.FailedPrecondition, "PERSON_DIED"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task is_refused_for_a_day_that_cannot_be()
    {
        var person = await assessment.RegisteredAsync(NewPerson(birthDate: "1984-03-09"));

        Assert.Equal([("death_date", "NOT_IN_FUTURE")], (await RefusedCall.OfAsync(Record(person, "2199-01-01"))).Violations);
        Assert.Equal([("death_date", "BEFORE_BIRTH")], (await RefusedCall.OfAsync(Record(person, "1984-03-08"))).Violations);
        Assert.Equal("DEATH_NOT_RECORDED", (await RefusedCall.OfAsync(Record(person, "", WhyCorrected()))).Reason);
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(Record(new Person(person) { Etag = "9" }, "2025-05-01"))).Reason);
        Assert.Equal("1984-03-09", (await Record(person, "1984-03-09")).Person.DeathDate);
    }

    [Fact]
    public async Task twice_is_a_correction_and_needs_a_reason()
    {
        var dead = (await Record(await assessment.RegisteredAsync(), "2025-05-01")).Person;

        var refusal = await RefusedCall.OfAsync(Record(dead, "2025-05-02"));
        var silent = await RefusedCall.OfAsync(Record(dead, "2025-05-02", new PersonCorrectionReason { Code = CorrectionCode.EnteredWrongly }));
        var corrected = (await Record(dead, "2025-05-02", WhyCorrected())).Person;

        Assert.Equal("DEATH_RECORDED", refusal.Reason);
        Assert.Equal([("correction.note", "REQUIRED")], silent.Violations);
        Assert.Equal("2025-05-02", corrected.DeathDate);
        Assert.Equal(2, (await assessment.Service.EventsAsync<PersonDied>(dead.PersonId)).Count);
        var history = await assessment.People.ListPersonCorrectionsAsync(new ListPersonCorrectionsRequest { PersonId = dead.PersonId }, assessment.Ann);
        Assert.Equal(dead, Assert.Single(history.PersonCorrections).Before);
    }

    [Fact]
    public async Task of_somebody_who_lives_is_taken_back_and_others_learn_it()
    {
        var dead = (await Record(await assessment.RegisteredAsync(), "2025-05-01")).Person;

        var alive = (await Record(dead, "", WhyCorrected())).Person;

        Assert.Equal("", alive.DeathDate);
        Assert.Single(await assessment.Service.EventsAsync<PersonDeathWithdrawn>(dead.PersonId));
        Assert.Equal(OfferState.Offered, (await assessment.OfferedAsync(dead.PersonId)).State);
    }

    [Fact]
    public async Task lets_no_offer_slip_in_beside_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var person = await assessment.RegisteredAsync();
            var death = Task.Run(async () => await Record(person, "2025-05-01"), TestContext.Current.CancellationToken);
            var offer = Task.Run(() => assessment.OfferedAsync(person.PersonId), TestContext.Current.CancellationToken);
            await Task.WhenAll(death, offer.ContinueWith(_ => { }, TaskScheduler.Default));

            var (died, offered) = (await AtAsync(person.PersonId, "assessment.person.died"), await AtAsync(person.PersonId, "assessment.offer.made"));
            Assert.True(offered is null || offered < died, "An offer was made after the death was recorded.");
        }
    }

    private async Task<long?> AtAsync(string personId, string action) => (await assessment.Service.LookAsync<long?>(
        "select min(id) from platform.audit_events where person_id = @id and action = @action", new { id = Guid.Parse(personId), action }))[0];

    private AsyncUnaryCall<RecordDeathResponse> Record(Person person, string day, PersonCorrectionReason? correction = null) => assessment.People.RecordDeathAsync(
        new RecordDeathRequest { PersonId = person.PersonId, DeathDate = day, Correction = correction, Etag = person.Etag, RequestId = NewRequestId() }, assessment.Ann);
}
