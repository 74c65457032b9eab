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
    [InlineData("9434765918", "NHS_NUMBER_CHECK_DIGIT")]
    [InlineData("1234567890", "NHS_NUMBER_CHECK_DIGIT")]
    [InlineData("9990000000", "NHS_NUMBER_CHECK_DIGIT")]
    [InlineData("9990000005", "NHS_NUMBER_CHECK_DIGIT")]
    [InlineData("9990000009", "NHS_NUMBER_CHECK_DIGIT")]
    [InlineData("943476591", "NHS_NUMBER")]
    [InlineData("94347659190", "NHS_NUMBER")]
    [InlineData("9434765g19", "NHS_NUMBER")]
    [InlineData("943 476 5919", "NHS_NUMBER")]
    [InlineData("0000000000", "NHS_NUMBER_ONE_DIGIT")]
    [InlineData("1111111111", "NHS_NUMBER_ONE_DIGIT")]
    [InlineData("9999999999", "NHS_NUMBER_ONE_DIGIT")]
    public async Task is_refused_when_the_nhs_number_is_none(string nhsNumber, string reason)
    {
        var person = NewPerson();
        person.NhsNumber = nhsNumber;

        var refusal = await RefusedCall.OfAsync(People.CreatePersonAsync(new CreatePersonRequest { Person = person, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (refusal.Code, refusal.Reason));
        Assert.Equal([("person.nhs_number", reason)], refusal.Violations);
        Assert.DoesNotContain(nhsNumber, refusal.Text);
    }

    [Fact]
    public async Task is_possible_without_an_nhs_number_where_its_status_says_why()
    {
        var person = NewPerson();
        person.NhsNumber = "";
        person.NhsNumberStatus = NhsNumberStatus.TraceAttemptedNoMatchOrMultipleMatchFound;

        var (first, second) = (await assessment.RegisteredAsync(person.Clone()), await assessment.RegisteredAsync(person.Clone()));

        Assert.NotEqual(first.PersonId, second.PersonId);
        Assert.Equal(("", NhsNumberStatus.TraceAttemptedNoMatchOrMultipleMatchFound), (first.NhsNumber, first.NhsNumberStatus));
    }

    [Theory]
    [InlineData(false, NhsNumberStatus.Unspecified, "person.nhs_number REQUIRED")]
    [InlineData(false, NhsNumberStatus.NumberPresentAndVerified, "person.nhs_number_status NUMBER_STATUS")]
    [InlineData(false, NhsNumberStatus.NumberPresentButNotTraced, "person.nhs_number_status NUMBER_STATUS")]
    [InlineData(true, NhsNumberStatus.NumberNotPresentAndTraceNotRequired, "person.nhs_number_status NUMBER_STATUS")]
    public async Task is_refused_where_the_status_contradicts_the_number(bool hasNumber, NhsNumberStatus status, string fault)
    {
        var person = NewPerson();
        person.NhsNumber = hasNumber ? person.NhsNumber : "";
        person.NhsNumberStatus = status;

        var refusal = await RefusedCall.OfAsync(People.CreatePersonAsync(new CreatePersonRequest { Person = person, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal(fault, Assert.Single(refusal.Violations.Select(violation => $"{violation.Field} {violation.Reason}")));
    }

    [Fact]
    public async Task keeps_how_to_address_and_reach_the_person()
    {
        var person = NewPerson();
        (person.PreferredName, person.Title, person.GpPractice, person.HomeOrganisation) = ("Sam", "Mx", "Z99001", "RZ1");
        person.NhsNumberStatus = NhsNumberStatus.NumberPresentAndVerified;
        person.Communication = new CommunicationNeeds
        {
            Language = "bfi",
            InterpreterRequired = true,
            InformationFormats = { InformationFormat.EasyRead, InformationFormat.BslVideo },
            CommunicationSupports = { CommunicationSupport.BslInterpreter },
            ContactMethod = ContactMethod.VideoRelay,
            AppointmentSupport = "A quiet room.",
        };

        var registered = await assessment.RegisteredAsync(person);

        person.MergeFrom(new Person { PersonId = registered.PersonId, CreateTime = registered.CreateTime, Etag = "1" });
        Assert.Equal(person, registered);
    }

    [Fact]
    public async Task is_refused_for_every_fault_of_practice_organisation_and_communication_at_once()
    {
        var person = NewPerson();
        (person.GpPractice, person.HomeOrganisation) = ("RX1", "no");
        person.Communication = new CommunicationNeeds { Language = "English", InformationFormats = { InformationFormat.Unspecified } };

        var atTheDoor = await RefusedCall.OfAsync(People.CreatePersonAsync(new CreatePersonRequest { Person = person, RequestId = NewRequestId() }, assessment.Ann));
        (person.HomeOrganisation, person.Communication, person.BirthDate) = ("", null, "2199-01-01");
        var within = await RefusedCall.OfAsync(People.CreatePersonAsync(new CreatePersonRequest { Person = person, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal(
            [
                ("person.home_organisation", "ORGANISATION_CODE"), ("person.communication.language", "PATTERN"),
                ("person.communication.information_formats[0]", "ENUM_NOT_IN"),
            ],
            atTheDoor.Violations);
        Assert.Equal([("person.birth_date", "NOT_IN_FUTURE"), ("person.gp_practice", "ORGANISATION_FORM")], within.Violations);
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
                Person = new Person { GivenName = "Sam", FamilyName = "Ignored", Correction = WhyCorrected() },
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
            new UpdatePersonRequest { PersonId = person.PersonId, Person = new Person { GivenName = "Sam", Correction = WhyCorrected() }, Etag = etag, RequestId = NewRequestId() }, assessment.Ann));

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task and_correcting_is_refused_for_the_nhs_number_of_another()
    {
        var (person, other) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync());

        var refusal = await RefusedCall.OfAsync(People.UpdatePersonAsync(
            new UpdatePersonRequest { PersonId = person.PersonId, Person = new Person { NhsNumber = other.NhsNumber, Correction = WhyCorrected() }, Etag = person.Etag, RequestId = NewRequestId() },
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
                Person = new Person { Correction = WhyCorrected() },
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
