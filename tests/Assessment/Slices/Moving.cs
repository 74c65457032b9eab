using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Care Act 2014 ss37-38; DOMAIN 0, A28.</summary>
[Collection<AssessmentCollection>]
public sealed class Moving(AssessmentService assessment)
{
    private const string CouncilA = TestService.Council, BoardA = TestService.IntegratedCareBoard, CouncilB = "E10000014", BoardB = "QRL";

    [Fact]
    public async Task to_another_area_is_told_and_has_the_new_council_continue_the_plan_until_it_has_assessed()
    {
        var person = await AtHomeAsync();
        var moved = await assessment.LivingAsync(person, Facts.Place("2025-04-01", ResidenceKind.OwnHome, CouncilB, BoardB));
        var open = Assert.Single(await ContinuitiesAsync(person));
        var signed = await assessment.SignedAsync(person);

        var closed = (await Close(open, PlanContinuityEnd.Assessed, signed.AssessmentId)).PlanContinuity;

        var told = Assert.Single(await assessment.Service.EventsAsync<PersonMoved>(moved.ResidenceId));
        Assert.Contains($"\"fromCouncil\": \"{CouncilA}\"", told);
        Assert.Contains($"\"toCouncil\": \"{CouncilB}\"", told);
        Assert.Contains("\"moveDate\": \"2025-04-01\"", told);
        Assert.Equal((PlanContinuityState.Open, CouncilA, CouncilB, "2025-04-01"), (open.State, open.FromCouncil, open.ToCouncil, open.MoveDate));
        Assert.Equal((PlanContinuityState.Closed, PlanContinuityEnd.Assessed, signed.AssessmentId), (closed.State, closed.End, closed.AssessmentId));
        await Close(closed, PlanContinuityEnd.NoPlan).RefusedAsync(StatusCode.FailedPrecondition, "PLAN_CONTINUITY_CLOSED");
        Assert.Equal(closed, await assessment.Residences.GetPlanContinuityAsync(
            new GetPlanContinuityRequest { PersonId = person, PlanContinuityId = closed.PlanContinuityId }, assessment.Ann));
    }

    [Fact]
    public async Task shows_where_a_person_lived_from_when_until_when()
    {
        var person = await AtHomeAsync();
        await assessment.LivingAsync(person, Facts.Place("2025-04-01", ResidenceKind.Hospital, CouncilB, BoardB));
        await assessment.LivingAsync(person, Facts.Place("2025-05-01", ResidenceKind.OwnHome, CouncilA, BoardA));

        var listed = (await assessment.Residences.ListResidencesAsync(new ListResidencesRequest { PersonId = person }, assessment.Ann)).Residences;

        Assert.Equal([("2020-01-01", "2025-04-01"), ("2025-04-01", "2025-05-01"), ("2025-05-01", "")], listed.Select(place => (place.StartDate, place.EndDate)));
        Assert.Empty(await ContinuitiesAsync(person));
        foreach (var place in listed)
            Assert.Empty(await assessment.Service.EventsAsync<PersonMoved>(place.ResidenceId));
        Assert.Equal(listed[0], await assessment.Residences.GetResidenceAsync(new GetResidenceRequest { PersonId = person, ResidenceId = listed[0].ResidenceId }, assessment.Ann));
    }

    [Fact]
    public async Task on_before_the_new_council_has_assessed_has_the_next_one_continue()
    {
        var person = await AtHomeAsync();
        await assessment.LivingAsync(person, Facts.Place("2025-04-01", ResidenceKind.OwnHome, CouncilB, BoardB));
        await assessment.LivingAsync(person, Facts.Place("2025-05-01", ResidenceKind.OwnHome, "E10000016", BoardB));

        Assert.Equal(
            [(PlanContinuityEnd.MovedOn, CouncilB), (PlanContinuityEnd.Unspecified, "E10000016")],
            (await ContinuitiesAsync(person)).Select(continuity => (continuity.End, continuity.ToCouncil)));
    }

    [Fact]
    public async Task is_taken_back_by_a_correction_which_is_told_too()
    {
        var person = await AtHomeAsync();
        var wrong = await assessment.LivingAsync(person, Facts.Place("2025-04-01", ResidenceKind.OwnHome, CouncilB, BoardB));
        var correction = wrong.Clone();
        (correction.ReplacesResidenceId, correction.ReplacementReason, correction.RecordedInError) = (wrong.ResidenceId, "Another person of that name.", true);

        var corrected = await assessment.LivingAsync(person, correction);

        Assert.Contains($"\"toCouncil\": \"{CouncilA}\"", Assert.Single(await assessment.Service.EventsAsync<PersonMoved>(corrected.ResidenceId)));
        Assert.Equal(PlanContinuityEnd.Corrected, Assert.Single(await ContinuitiesAsync(person)).End);
        await Live(person, correction).RefusedAsync(StatusCode.FailedPrecondition, "RESIDENCE_REPLACED");
    }

    [Fact]
    public async Task does_not_end_the_continuity_by_an_assessment_of_before_the_move_of_another_person_or_unsigned()
    {
        var person = await AtHomeAsync();
        await assessment.LivingAsync(person, Facts.Place("2025-06-01", ResidenceKind.OwnHome, CouncilB, BoardB));
        var open = Assert.Single(await ContinuitiesAsync(person));
        var before = await assessment.SignedAsync(person);
        var ofAnother = await assessment.SignedAsync((await assessment.RegisteredAsync()).PersonId);
        var draft = await assessment.DraftedAsync(person);

        await Close(open, PlanContinuityEnd.Assessed, before.AssessmentId).RefusedAsync(StatusCode.FailedPrecondition, "ASSESSMENT_BEFORE_MOVE");
        await Close(open, PlanContinuityEnd.Assessed, ofAnother.AssessmentId).RefusedAsync(StatusCode.NotFound, "ASSESSMENT_NOT_FOUND");
        await Close(open, PlanContinuityEnd.Assessed, draft.AssessmentId).RefusedAsync(StatusCode.FailedPrecondition, "ASSESSMENT_NOT_SIGNED");
        Assert.Equal(["assessment_id"], (await RefusedCall.OfAsync(Close(open, PlanContinuityEnd.NoPlan, before.AssessmentId))).Fields);
        Assert.Equal(["end"], (await RefusedCall.OfAsync(Close(open, PlanContinuityEnd.MovedOn))).Fields);
    }

    [Fact]
    public async Task is_refused_with_all_that_is_wrong_at_once()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;

        var refusal = await RefusedCall.OfAsync(Live(person, Facts.Place("2199-01-01", ResidenceKind.OwnHome, "QNX", "E10000011", placedBy: CouncilB)));

        Assert.Equal(["residence.start_date", "residence.placed_by_council", "residence.council", "residence.integrated_care_board"], refusal.Fields);
        await Live(Guid.NewGuid().ToString(), Facts.Place("2020-01-01", ResidenceKind.OwnHome, CouncilA, BoardA)).RefusedAsync(StatusCode.NotFound, "PERSON_NOT_FOUND");
    }

    [Fact]
    public async Task decides_who_is_responsible_and_P14_holds()
    {
        var person = await AtHomeAsync();
        await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, "2021-01-10", "2021-03-01", "2021-03-01"));
        await assessment.LivingAsync(person, Facts.Place("2022-04-01", ResidenceKind.OwnHome, CouncilB, BoardB));
        await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, "2023-01-10", "2023-03-01", "2023-03-01"));

        var bodies = await assessment.ResponsibleBodies.GetResponsibleBodiesAsync(new GetResponsibleBodiesRequest { PersonId = person }, assessment.Ann);

        Assert.Equal((CouncilB, BoardA), (bodies.AftercareCouncil.Organisation, bodies.AftercareIntegratedCareBoard.Organisation));
        Assert.Equal((CouncilB, BoardB), (bodies.Council.Organisation, bodies.IntegratedCareBoard.Organisation));
        Assert.Null(bodies.Interim);
    }

    private async Task<string> AtHomeAsync()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        await assessment.LivingAsync(person, Facts.Place("2020-01-01", ResidenceKind.OwnHome, CouncilA, BoardA));
        return person;
    }

    private AsyncUnaryCall<Residence> Live(string person, Residence place) =>
        assessment.Residences.CreateResidenceAsync(new CreateResidenceRequest { PersonId = person, Residence = place, RequestId = NewRequestId() }, assessment.Ann);

    private async Task<IReadOnlyList<PlanContinuity>> ContinuitiesAsync(string person) =>
        (await assessment.Residences.ListPlanContinuitiesAsync(new ListPlanContinuitiesRequest { PersonId = person }, assessment.Ann)).PlanContinuities;

    private AsyncUnaryCall<ClosePlanContinuityResponse> Close(PlanContinuity continuity, PlanContinuityEnd end, string assessmentId = "") =>
        assessment.Residences.ClosePlanContinuityAsync(
            new ClosePlanContinuityRequest
            {
                PersonId = continuity.PersonId,
                PlanContinuityId = continuity.PlanContinuityId,
                End = end,
                AssessmentId = assessmentId,
                Etag = continuity.Etag,
                RequestId = NewRequestId(),
            }, assessment.Ann);
}
