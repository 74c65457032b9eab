using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
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

        Assert.Equal(("2024-05-04", "", "1"), (status.LeftHospitalDate, status.AftercareEndDate, status.Etag));
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
    public async Task is_refused_when_after_care_ends_under_a_community_treatment_order()
    {
        var person = await assessment.RegisteredAsync();
        await assessment.RecordedAsync(person.PersonId, Facts.Section(MentalHealthActSection.CommunityTreatmentOrder, "2024-05-04"));
        var ended = Ended.Clone();
        ended.AftercareEndDate = "2025-01-01";

        var refusal = await RefusedCall.OfAsync(Record(person.PersonId, ended));

        Assert.Equal((StatusCode.FailedPrecondition, "S117_CTO_IN_FORCE"), (refusal.Code, refusal.Reason));
        Assert.Equal("MHA 1983 s117(2)", refusal.Metadata["source"]);
    }

    [Fact]
    public async Task keeps_after_care_and_a_treatment_order_apart_even_when_both_are_recorded_at_once()
    {
        var order = Facts.Section(MentalHealthActSection.CommunityTreatmentOrder, "2024-05-04");
        var ended = Ended.Clone();
        ended.AftercareEndDate = "2025-01-01";
        var people = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => assessment.RegisteredAsync()));

        var refusals = await Task.WhenAll(people.Select(async person =>
            (await Task.WhenAll(IsRefusedAsync(person.PersonId, order), IsRefusedAsync(person.PersonId, ended))).Count(isRefused => isRefused)));

        Assert.All(refusals, count => Assert.Equal(1, count));
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
