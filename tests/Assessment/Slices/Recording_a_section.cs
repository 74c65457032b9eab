using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Recording_a_section(AssessmentService assessment)
{
    private static readonly LegalStatus Ended = Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04");

    [Fact]
    public async Task gives_a_record_that_can_be_read_and_listed()
    {
        var person = await assessment.RegisteredAsync();
        var status = await assessment.RecordedAsync(person.PersonId, Ended);

        Assert.Equal(("2024-05-04", "", ""), (status.LeftHospitalDate, status.FollowsLegalStatusId, status.ReplacedByLegalStatusId));
        Assert.Equal(status, await assessment.LegalStatuses.GetLegalStatusAsync(
            new GetLegalStatusRequest { PersonId = person.PersonId, LegalStatusId = status.LegalStatusId }, assessment.Ann));
        Assert.Equal([status], (await assessment.LegalStatuses.ListLegalStatusesAsync(new ListLegalStatusesRequest { PersonId = person.PersonId }, assessment.Ann)).LegalStatuses);
    }

    [Fact]
    public async Task is_answered_the_same_twice_without_having_kept_the_answer_and_each_look_at_it_is_recorded()
    {
        var person = await assessment.RegisteredAsync();
        var request = new CreateLegalStatusRequest { PersonId = person.PersonId, LegalStatus = Ended, RequestId = NewRequestId() };

        var first = await assessment.LegalStatuses.CreateLegalStatusAsync(request, assessment.Ann);
        var second = await assessment.LegalStatuses.CreateLegalStatusAsync(request, assessment.Ann);

        Assert.Equal(first, second);
        Assert.True(Assert.Single(await assessment.Service.LookAsync<bool>(
            "select response is null from platform.request_keys where request_id = @RequestId", new { request.RequestId })));
        Assert.Equal(["assessment.legal_status.recorded", "READ"], await assessment.Service.LookAsync<string>(
            "select action from platform.audit_events where subject_id = @id order by id", new { id = Guid.Parse(first.LegalStatusId) }));
    }

    [Fact]
    public async Task tells_others_whether_after_care_is_in_force_and_nothing_of_the_section()
    {
        var person = await assessment.RegisteredAsync();
        var assessed = await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._2, "2023-12-20", "2024-01-12"));
        var status = await assessment.RecordedAsync(person.PersonId, Ended);

        Assert.Contains("\"isAftercareInForce\": false", Assert.Single(await assessment.Service.EventsAsync<LegalStatusChanged>(assessed.LegalStatusId)));
        var told = Assert.Single(await assessment.Service.EventsAsync<LegalStatusChanged>(status.LegalStatusId));
        Assert.Contains("\"isAftercareInForce\": true", told);
        Assert.Contains(person.PersonId, told);
        Assert.DoesNotContain("2024", told.Replace("\"occurredAt\": \"2024", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task replaces_an_earlier_record_which_stays_readable()
    {
        var person = await assessment.RegisteredAsync();
        var detention = await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._3, "2024-01-12"));
        var ended = await assessment.RecordedAsync(person.PersonId, detention.Replaced(later => later.EndDate = later.LeftHospitalDate = "2024-05-04"));

        var listed = (await assessment.LegalStatuses.ListLegalStatusesAsync(new ListLegalStatusesRequest { PersonId = person.PersonId }, assessment.Ann)).LegalStatuses;

        Assert.Equal([ended.LegalStatusId, ""], listed.Select(status => status.ReplacedByLegalStatusId));
        Assert.Equal(["", "2024-05-04"], listed.Select(status => status.EndDate));
        Assert.Equal("What happened since.", listed[1].ReplacementReason);
        await Record(person.PersonId, detention.Replaced(later => later.EndDate = "2024-05-05")).RefusedAsync(StatusCode.FailedPrecondition, "LEGAL_STATUS_REPLACED");
    }

    [Fact]
    public async Task replaces_an_earlier_record_only_once_even_when_two_try_at_once()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => assessment.RegisteredAsync()));

        var refusals = await Task.WhenAll(people.Select(async person =>
        {
            var detention = await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._3, "2024-01-12"));
            var ended = detention.Replaced(later => later.EndDate = "2024-05-04");
            return (await Task.WhenAll(IsRefusedAsync(person.PersonId, ended), IsRefusedAsync(person.PersonId, ended))).Count(isRefused => isRefused);
        }));

        Assert.All(refusals, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task is_refused_when_it_overlaps_another_detention()
    {
        var person = await assessment.RegisteredAsync();
        var detention = await assessment.RecordedAsync(person.PersonId, Ended);

        var refusal = await Record(person.PersonId, Facts.Section(MentalHealthActSection._2, "2024-05-03")).RefusedAsync(StatusCode.FailedPrecondition, "DETENTIONS_OVERLAP");

        Assert.Equal(detention.LegalStatusId, refusal.Metadata["legal_status_id"]);
    }

    [Fact]
    public async Task is_refused_for_an_order_that_follows_a_section_which_leads_to_none()
    {
        var person = await assessment.RegisteredAsync();
        var detention = await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection._2, "2024-01-12", "2024-02-08"));

        var refusal = await RefusedCall.OfAsync(Record(person.PersonId, Facts.Section(MentalHealthActSection.CommunityTreatmentOrder, "2024-02-08", follows: detention)));

        Assert.Equal(["legal_status.follows_legal_status_id"], refusal.Fields);
    }

    [Fact]
    public async Task is_refused_for_a_section_that_the_act_does_not_have()
    {
        var person = await assessment.RegisteredAsync();

        Assert.Equal(["legal_status.section"], (await RefusedCall.OfAsync(Record(person.PersonId, Facts.Section((MentalHealthActSection)99, "2024-01-12")))).Fields);
        Assert.Equal(["legal_status.section"], (await RefusedCall.OfAsync(Record(person.PersonId, Facts.Section(MentalHealthActSection.Unspecified, "2024-01-12")))).Fields);
    }

    [Fact]
    public async Task is_refused_when_it_ends_before_it_starts() =>
        Assert.Equal(
            ["legal_status.end_date"],
            (await RefusedCall.OfAsync(Record((await assessment.RegisteredAsync()).PersonId, Facts.Section(MentalHealthActSection._3, "2024-05-04", "2024-05-03")))).Fields);

    [Fact]
    public async Task is_refused_for_nobody_and_not_found_under_another_person()
    {
        var nobody = await RefusedCall.OfAsync(Record(Guid.NewGuid().ToString(), Ended));
        var status = await assessment.RecordedAsync((await assessment.RegisteredAsync()).PersonId, Ended);
        var other = await assessment.RegisteredAsync();

        var astray = await RefusedCall.OfAsync(assessment.LegalStatuses.GetLegalStatusAsync(
            new GetLegalStatusRequest { PersonId = other.PersonId, LegalStatusId = status.LegalStatusId }, assessment.Ann));

        Assert.Equal(("PERSON_NOT_FOUND", "LEGAL_STATUS_NOT_FOUND"), (nobody.Reason, astray.Reason));
    }

    private async Task<bool> IsRefusedAsync(string personId, LegalStatus status)
    {
        try
        {
            await Record(personId, status);
            return false;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition)
        {
            return true;
        }
    }

    private AsyncUnaryCall<LegalStatus> Record(string personId, LegalStatus status) => assessment.LegalStatuses.CreateLegalStatusAsync(
        new CreateLegalStatusRequest { PersonId = personId, LegalStatus = status, RequestId = NewRequestId() }, assessment.Ann);
}
