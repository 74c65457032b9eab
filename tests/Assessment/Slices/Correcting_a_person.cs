using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Correcting_a_person(AssessmentService assessment)
{
    [Fact]
    public async Task keeps_what_the_record_said_why_and_who()
    {
        var first = await assessment.RegisteredAsync();
        var second = await Update(first, new Person { FamilyName = "Example-Smith", GpPractice = "Z99001" }, CorrectionCode.Changed);
        var third = await Update(second, new Person { GivenName = "Sam" }, CorrectionCode.AskedByPerson, "bob");

        var history = await HistoryAsync(first.PersonId);

        Assert.Equal([first, second], history.Select(correction => correction.Before));
        Assert.Equal([CorrectionCode.Changed, CorrectionCode.AskedByPerson], history.Select(correction => correction.Reason.Code));
        Assert.Equal(["ann", "bob"], history.Select(correction => correction.CorrectedBy));
        Assert.Equal(["family_name", "gp_practice"], history[0].ChangedFields);
        Assert.All(history, correction => Assert.Equal("Saw the certificate.", correction.Reason.Note));
        Assert.Null(third.Correction);
        Assert.Equal(third, await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = first.PersonId }, assessment.Ann));
    }

    [Fact]
    public async Task is_refused_without_a_reason_and_its_words()
    {
        var person = await assessment.RegisteredAsync();

        var none = await RefusedCall.OfAsync(Call(person, new Person { GivenName = "Sam" }));
        var silent = await RefusedCall.OfAsync(Call(person, new Person { GivenName = "Sam", Correction = new PersonCorrectionReason { Code = CorrectionCode.Changed, Note = " " } }));

        Assert.Equal([("person.correction.code", "REQUIRED"), ("person.correction.note", "REQUIRED")], none.Violations);
        Assert.Equal([("person.correction.note", "REQUIRED")], silent.Violations);
        Assert.Empty(await HistoryAsync(person.PersonId));
    }

    [Fact]
    public async Task is_refused_where_it_corrects_nothing()
    {
        var person = await assessment.RegisteredAsync();

        var refusal = await RefusedCall.OfAsync(Call(person, new Person { FamilyName = person.FamilyName, Correction = WhyCorrected() }));

        Assert.Equal([("person", "UNCHANGED")], refusal.Violations);
        Assert.Empty(await HistoryAsync(person.PersonId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("family_name")]
    [InlineData("*")]
    public async Task never_leaves_blanks_for_a_name(string mask)
    {
        var person = await assessment.RegisteredAsync();
        var blank = person.Clone();
        (blank.FamilyName, blank.Correction) = ("  ", WhyCorrected());

        var refusal = await RefusedCall.OfAsync(Call(person, blank, mask is "" ? null : mask));

        Assert.Equal([("person.family_name", "REQUIRED")], refusal.Violations);
    }

    [Fact]
    public async Task of_the_nhs_number_forgets_what_was_found_out_about_the_old_one_unless_it_says_otherwise()
    {
        var person = NewPerson();
        person.NhsNumberStatus = NhsNumberStatus.NumberPresentAndVerified;
        var verified = await assessment.RegisteredAsync(person);

        var renumbered = await Update(verified, new Person { NhsNumber = NhsNumbers.Next() });
        var traced = await Update(renumbered, new Person { NhsNumber = NhsNumbers.Next(), NhsNumberStatus = NhsNumberStatus.NumberPresentAndVerified });
        var emptied = await RefusedCall.OfAsync(Call(traced, new Person { Correction = WhyCorrected() }, "nhs_number"));
        var without = await Update(traced, new Person { NhsNumberStatus = NhsNumberStatus.TraceInProgress }, mask: "nhs_number,nhs_number_status");

        Assert.Equal(NhsNumberStatus.NumberPresentButNotTraced, renumbered.NhsNumberStatus);
        Assert.Equal(NhsNumberStatus.NumberPresentAndVerified, traced.NhsNumberStatus);
        Assert.Equal([("person.nhs_number", "REQUIRED")], emptied.Violations);
        Assert.Equal(("", NhsNumberStatus.TraceInProgress), (without.NhsNumber, without.NhsNumberStatus));
    }

    private async Task<IReadOnlyList<PersonCorrection>> HistoryAsync(string personId) =>
        (await assessment.People.ListPersonCorrectionsAsync(new ListPersonCorrectionsRequest { PersonId = personId }, assessment.Ann)).PersonCorrections;

    private async Task<Person> Update(Person person, Person changes, CorrectionCode code = CorrectionCode.EnteredWrongly, string who = "ann", string? mask = null)
    {
        changes.Correction = WhyCorrected(code);
        return await Call(person, changes, mask, who);
    }

    private AsyncUnaryCall<Person> Call(Person person, Person changes, string? mask = null, string who = "ann") => assessment.People.UpdatePersonAsync(
        new UpdatePersonRequest
        {
            PersonId = person.PersonId,
            Person = changes,
            UpdateMask = mask is null ? null : FieldMask.FromString(mask),
            Etag = person.Etag,
            RequestId = NewRequestId(),
        },
        assessment.Service.As(who));
}
