using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.People;

/// <summary>The record of a person's death (DOMAIN 0, A14): made by somebody who knows, never taken from a bank's code.</summary>
internal static class Deaths
{
    /// <summary>Records, corrects or takes back the day of a death, and tells others.</summary>
    /// <exception cref="Refusal">DEATH_RECORDED; DEATH_NOT_RECORDED; FIELD_INVALID; ETAG_MISMATCH; PERSON_MERGED; PERSON_NOT_FOUND.</exception>
    public static async Task<Person> RecordAsync(Mutation mutation, RecordDeathRequest request)
    {
        var id = Guid.Parse(request.PersonId);
        var expected = Etag.Parse(request.Etag);
        var person = await PersonStore.LockOneAsync(mutation, id);
        if (person.Version != expected)
            throw Refusal.EtagMismatch(person.Version);
        var day = Dates.ParseOptional(request.DeathDate);
        RequirePossible(day, person.BirthDate, mutation.Today);
        if (person.DeathDate is null && day is null)
            throw Refusal.Rule("DEATH_NOT_RECORDED", "No death of this person is recorded.", null, ("person_id", id));
        if (person.DeathDate is not null)
            RequireCorrection(request.Correction, id);

        var version = await PersonStore.SetDeathAsync(mutation, id, day);
        var after = (await PersonStore.GetAsync(mutation, id)).ToMessage();
        mutation.Audit(day is null ? "assessment.person.death_withdrawn" : "assessment.person.died", "PERSON", id);
        if (person.DeathDate is not null)
            await PersonCorrectionStore.KeepAsync(mutation, person.ToMessage(), after, request.Correction);
        mutation.Publish(EventOf(mutation, request.PersonId, version, day), request.PersonId);
        return after;
    }

    private static void RequirePossible(DateOnly? day, DateOnly birthDate, DateOnly today)
    {
        if (day > today)
            throw Refusal.Invalid(new Violation("death_date", "NOT_IN_FUTURE", "A day of death is today or earlier."));
        if (day < birthDate)
            throw Refusal.Invalid(new Violation("death_date", "BEFORE_BIRTH", "Nobody dies before being born."));
    }

    private static void RequireCorrection(PersonCorrectionReason? correction, Guid id)
    {
        if (correction is null)
            throw Refusal.Rule("DEATH_RECORDED", "The death is recorded: another day is a correction, and needs a reason.", null, ("person_id", id));
        PersonCorrectionStore.Require(correction, "correction");
    }

    private static IDomainEvent EventOf(Mutation mutation, string personId, int version, DateOnly? day) => day is { } died
        ? new PersonDied
        {
            Programme = mutation.Programme,
            SubjectId = personId,
            SubjectVersion = version,
            OccurredAt = mutation.Now,
            PersonId = personId,
            DeathDate = died,
        }
        : new PersonDeathWithdrawn
        {
            Programme = mutation.Programme,
            SubjectId = personId,
            SubjectVersion = version,
            OccurredAt = mutation.Now,
            PersonId = personId,
        };
}
