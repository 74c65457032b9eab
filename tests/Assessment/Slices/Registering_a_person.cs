using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Registering_a_person(AssessmentService assessment)
{
    private PeopleService.PeopleServiceClient People => assessment.People;

    [Fact]
    public async Task gives_a_record_that_can_be_read_again()
    {
        var person = await assessment.RegisteredAsync();

        Assert.Equal(("1", 7), (person.Etag, Guid.Parse(person.PersonId).Version));
        Assert.Equal(person, await People.GetPersonAsync(new GetPersonRequest { PersonId = person.PersonId }, assessment.Ann));
        Assert.Equal(1, await AuditsAsync(person.PersonId, "assessment.person.created"));
        Assert.Equal(1, await AuditsAsync(person.PersonId, "READ"));
    }

    [Fact]
    public async Task is_refused_when_the_programme_has_the_nhs_number_and_tells_nothing_of_whose_it_is()
    {
        var person = await assessment.RegisteredAsync();
        var twin = NewPerson("Other");
        twin.NhsNumber = person.NhsNumber;

        var refusal = await RefusedCall.OfAsync(People.CreatePersonAsync(new CreatePersonRequest { Person = twin, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal((StatusCode.AlreadyExists, "PERSON_EXISTS"), (refusal.Code, refusal.Reason));
        Assert.Empty(refusal.Metadata);
        Assert.DoesNotContain(person.NhsNumber, refusal.Text);
        Assert.DoesNotContain(person.PersonId, refusal.Text);
    }

    [Fact]
    public async Task is_possible_in_two_programmes_with_one_nhs_number()
    {
        var person = await assessment.RegisteredAsync();
        var south = assessment.Service.As(programme: "south");
        var twin = NewPerson();
        twin.NhsNumber = person.NhsNumber;

        var other = await People.CreatePersonAsync(new CreatePersonRequest { Person = twin, RequestId = NewRequestId() }, south);

        Assert.NotEqual(person.PersonId, other.PersonId);
        var hidden = await RefusedCall.OfAsync(People.GetPersonAsync(new GetPersonRequest { PersonId = person.PersonId }, south));
        Assert.Equal((StatusCode.NotFound, "PERSON_NOT_FOUND"), (hidden.Code, hidden.Reason));
    }

    [Fact]
    public async Task twice_with_one_request_id_gives_the_record_as_it_is_without_having_kept_the_answer()
    {
        var request = new CreatePersonRequest { Person = NewPerson(), RequestId = NewRequestId() };
        var first = await People.CreatePersonAsync(request, assessment.Ann);

        var second = await People.CreatePersonAsync(request, assessment.Ann);

        Assert.Equal(first, second);
        Assert.Equal(
            1, Assert.Single(await assessment.Service.LookAsync<long>("select count(*) from assessment.people where nhs_number = @NhsNumber", new { first.NhsNumber })));
        Assert.True(Assert.Single(await assessment.Service.LookAsync<bool>(
            "select response is null from platform.request_keys where request_id = @RequestId", new { request.RequestId })));
    }

    [Theory]
    [InlineData("9434765918")]
    [InlineData("1234567890")]
    [InlineData("943476591")]
    [InlineData("94347659190")]
    [InlineData("9434765g19")]
    [InlineData("0000000000")]
    [InlineData("1111111111")]
    [InlineData("9999999999")]
    public async Task is_refused_when_the_nhs_number_is_none(string nhsNumber)
    {
        var person = NewPerson();
        person.NhsNumber = nhsNumber;

        var refusal = await RefusedCall.OfAsync(People.CreatePersonAsync(new CreatePersonRequest { Person = person, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (refusal.Code, refusal.Reason));
        Assert.Equal("person.nhs_number", Assert.Single(refusal.Fields));
    }

    [Fact]
    public async Task is_refused_when_the_birth_lies_in_the_future()
    {
        var refusal = await RefusedCall.OfAsync(People.CreatePersonAsync(
            new CreatePersonRequest { Person = NewPerson(birthDate: "2199-01-01"), RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal("person.birth_date", Assert.Single(refusal.Fields));
    }

    [Fact]
    public async Task and_correcting_changes_only_what_the_mask_names()
    {
        var person = await assessment.RegisteredAsync();

        var corrected = await People.UpdatePersonAsync(
            new UpdatePersonRequest
            {
                PersonId = person.PersonId,
                Person = new Person { GivenName = "Sam", FamilyName = "Ignored" },
                UpdateMask = FieldMask.FromString("given_name"),
                Etag = person.Etag,
                RequestId = NewRequestId(),
            },
            assessment.Ann);

        Assert.Equal(("Sam", "Example", "2"), (corrected.GivenName, corrected.FamilyName, corrected.Etag));
    }

    [Theory]
    [InlineData("", StatusCode.FailedPrecondition, "ETAG_REQUIRED")]
    [InlineData("7", StatusCode.Aborted, "ETAG_MISMATCH")]
    [InlineData("x", StatusCode.InvalidArgument, "FIELD_INVALID")]
    public async Task and_correcting_is_refused_without_the_etag_as_it_is(string etag, StatusCode code, string reason)
    {
        var person = await assessment.RegisteredAsync();

        var refusal = await RefusedCall.OfAsync(People.UpdatePersonAsync(
            new UpdatePersonRequest { PersonId = person.PersonId, Person = new Person { GivenName = "Sam" }, Etag = etag, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task and_correcting_is_refused_for_the_nhs_number_of_another()
    {
        var (person, other) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync());

        var refusal = await RefusedCall.OfAsync(People.UpdatePersonAsync(
            new UpdatePersonRequest { PersonId = person.PersonId, Person = new Person { NhsNumber = other.NhsNumber }, Etag = person.Etag, RequestId = NewRequestId() },
            assessment.Ann));

        Assert.Equal("PERSON_EXISTS", refusal.Reason);
    }

    [Fact]
    public async Task and_correcting_is_refused_when_it_empties_what_is_required()
    {
        var person = await assessment.RegisteredAsync();

        var refusal = await RefusedCall.OfAsync(People.UpdatePersonAsync(
            new UpdatePersonRequest
            {
                PersonId = person.PersonId,
                Person = new Person(),
                UpdateMask = FieldMask.FromString("family_name"),
                Etag = person.Etag,
                RequestId = NewRequestId(),
            },
            assessment.Ann));

        Assert.Equal("person.family_name", Assert.Single(refusal.Fields));
    }

    [Fact]
    public async Task leaves_no_nhs_number_outside_the_record()
    {
        var person = await assessment.RegisteredAsync();
        await People.SearchPeopleAsync(new SearchPeopleRequest { NhsNumber = person.NhsNumber }, assessment.Ann);
        var offer = await assessment.OfferedAsync(person.PersonId);

        foreach (var table in new[] { "platform.outbox", "platform.request_keys", "platform.audit_events" })
            Assert.Empty(await assessment.Service.LookAsync<string>($"select t::text from {table} t where t::text like @like", new { like = $"%{person.NhsNumber}%" }));
        Assert.DoesNotContain(person.NhsNumber, assessment.Service.Log);
        Assert.NotEmpty(offer.OfferId);
    }

    private async Task<long> AuditsAsync(string personId, string action) => Assert.Single(await assessment.Service.LookAsync<long>(
        "select count(*) from platform.audit_events where subject_id = @id and action = @action", new { id = Guid.Parse(personId), action }));
}
