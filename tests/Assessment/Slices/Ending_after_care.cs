using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>MHA 1983 s117(2); DOMAIN 8.3, A18.</summary>
[Collection<AssessmentCollection>]
public sealed class Ending_after_care(AssessmentService assessment)
{
    private const string Council = TestService.Council, Board = TestService.IntegratedCareBoard;

    private Metadata OfCouncil => assessment.Service.As("carol", Council);

    private Metadata OfBoard => assessment.Service.As("ben", Board);

    [Fact]
    public async Task needs_both_bodies_and_ends_on_the_later_day_and_the_person_is_told_by_each()
    {
        var (person, detention) = await InAftercareAsync();
        var opened = await OpenedAsync(person);

        var one = await Decide(opened, OfCouncil, AftercareBody.Council, day: "2025-03-01");
        var inForceAfterOne = (await AftercareOfAsync(person)).InForce;
        var both = await Decide(one.AftercareEnding, OfBoard, AftercareBody.IntegratedCareBoard, day: "2025-03-20");
        var after = await AftercareOfAsync(person);

        Assert.Equal((detention, Council, Board), (opened.LegalStatusId, opened.Council, opened.IntegratedCareBoard));
        Assert.Equal((AftercareEndingState.Open, true), (one.AftercareEnding.State, inForceAfterOne));
        Assert.Equal((AftercareEndingState.Ended, "2025-03-20"), (both.AftercareEnding.State, both.AftercareEnding.EndDate));
        Assert.Equal([AftercareBody.Council, AftercareBody.IntegratedCareBoard], both.AftercareEnding.Decisions.Select(decision => decision.Body));
        Assert.False(after.InForce);
        Assert.Equal((AftercareState.EndedByBothBodies, "2025-03-20"), (after.Duties.Single().State, after.Duties.Single().EndDate));
        Assert.Contains("\"isAftercareInForce\": false", Assert.Single(await assessment.Service.EventsAsync<LegalStatusChanged>(opened.AftercareEndingId)));
        Assert.Equal(["COUNCIL", "NHS"], await assessment.Service.LookAsync<string>(
            "select route from assessment.notices where subject_id = @id order by route", new { id = Guid.Parse(opened.AftercareEndingId) }));
    }

    [Fact]
    public async Task is_refused_by_one_party_alone()
    {
        var (person, _) = await InAftercareAsync();
        var opened = await OpenedAsync(person);

        await Decide(opened, OfCouncil, AftercareBody.IntegratedCareBoard).RefusedAsync(StatusCode.FailedPrecondition, "S117_ENDED_BY_ONE_BODY");
        await Decide(opened, assessment.Ann, AftercareBody.Council).RefusedAsync(StatusCode.FailedPrecondition, "S117_ENDED_BY_ONE_BODY");
        var one = (await Decide(opened, OfCouncil, AftercareBody.Council)).AftercareEnding;
        await Decide(one, OfCouncil, AftercareBody.Council).RefusedAsync(StatusCode.FailedPrecondition, "S117_BODY_HAS_DECIDED");
        var refusal = await Decide(one, assessment.Service.As("carol", Board), AftercareBody.IntegratedCareBoard)
            .RefusedAsync(StatusCode.FailedPrecondition, "S117_ENDED_BY_ONE_BODY");

        Assert.Equal("MHA 1983 s117(2)", refusal.Metadata["source"]);
        Assert.True((await AftercareOfAsync(person)).InForce);
    }

    [Fact]
    public async Task is_closed_without_an_end_when_one_body_is_not_satisfied()
    {
        var (person, _) = await InAftercareAsync();
        var opened = await OpenedAsync(person);

        var decided = (await Decide(opened, OfBoard, AftercareBody.IntegratedCareBoard, satisfied: false)).AftercareEnding;

        Assert.Equal((AftercareEndingState.NotEnded, ""), (decided.State, decided.EndDate));
        Assert.True((await AftercareOfAsync(person)).InForce);
        await Decide(decided, OfCouncil, AftercareBody.Council).RefusedAsync(StatusCode.FailedPrecondition, "AFTERCARE_ENDING_CLOSED");
        Assert.Equal(AftercareEndingState.Open, (await OpenedAsync(person)).State);
    }

    [Fact]
    public async Task is_refused_while_a_community_treatment_order_is_in_force()
    {
        var person = await LivingAsync("2020-01-01", Council, Board);
        var detention = await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04"));
        await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection.CommunityTreatmentOrder, "2024-05-04", follows: detention));

        await Open(person).RefusedAsync(StatusCode.FailedPrecondition, "S117_CTO_IN_FORCE");
    }

    [Fact]
    public async Task is_refused_when_a_treatment_order_or_a_new_detention_comes_before_the_second_body_decides()
    {
        var (ordered, _) = await InAftercareAsync(left: "");
        var opened = await OpenedAsync(ordered);
        var one = (await Decide(opened, OfCouncil, AftercareBody.Council)).AftercareEnding;
        await assessment.RecordedAsync(ordered, Facts.Section(MentalHealthActSection.CommunityTreatmentOrder, "2024-05-04", follows: new LegalStatus { LegalStatusId = opened.LegalStatusId }));
        var (detained, _) = await InAftercareAsync();
        var other = await OpenedAsync(detained);
        await assessment.RecordedAsync(detained, Facts.Section(MentalHealthActSection._3, "2025-06-01", "2025-07-01", "2025-07-01"));

        await Decide(one, OfBoard, AftercareBody.IntegratedCareBoard).RefusedAsync(StatusCode.FailedPrecondition, "S117_CTO_IN_FORCE");
        await Decide(other, OfBoard, AftercareBody.IntegratedCareBoard).RefusedAsync(StatusCode.FailedPrecondition, "S117_DUTY_REPLACED");
    }

    [Fact]
    public async Task is_set_aside_by_either_body_and_after_care_goes_on_as_if_it_had_not_ended()
    {
        var (person, _) = await InAftercareAsync();
        var ended = await EndedAsync(person);
        var request = new SetAsideAftercareEndingRequest
        {
            PersonId = person, AftercareEndingId = ended.AftercareEndingId, Reason = "The person was not heard.", Etag = ended.Etag, RequestId = NewRequestId(),
        };

        await assessment.Aftercare.SetAsideAftercareEndingAsync(request, assessment.Ann).RefusedAsync(StatusCode.FailedPrecondition, "S117_ENDED_BY_ONE_BODY");
        var setAside = (await assessment.Aftercare.SetAsideAftercareEndingAsync(request, OfBoard)).AftercareEnding;

        Assert.Equal((AftercareEndingState.SetAside, "The person was not heard."), (setAside.State, setAside.SetAsideReason));
        Assert.True((await AftercareOfAsync(person)).InForce);
        Assert.Contains("\"isAftercareInForce\": true", (await assessment.Service.EventsAsync<LegalStatusChanged>(ended.AftercareEndingId))[^1]);
    }

    [Fact]
    public async Task lets_a_treatment_order_be_recorded_for_its_time_only_after_it_is_set_aside()
    {
        var (person, detention) = await InAftercareAsync(left: "");
        await EndedAsync(person);

        var refusal = await RefusedCall.OfAsync(assessment.LegalStatuses.CreateLegalStatusAsync(
            new CreateLegalStatusRequest
            {
                PersonId = person,
                LegalStatus = Facts.Section(MentalHealthActSection.CommunityTreatmentOrder, "2024-05-04", follows: new LegalStatus { LegalStatusId = detention }),
                RequestId = NewRequestId(),
            }, assessment.Ann));

        Assert.Equal((StatusCode.FailedPrecondition, "S117_CTO_IN_FORCE"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task is_refused_where_after_care_is_not_in_force_or_the_bodies_are_not_known_or_the_question_is_open()
    {
        var nobody = (await assessment.RegisteredAsync()).PersonId;
        var unknown = (await assessment.RegisteredAsync()).PersonId;
        await assessment.RecordedAsync(unknown, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04"));
        var (person, _) = await InAftercareAsync();
        await OpenedAsync(person);

        await Open(nobody).RefusedAsync(StatusCode.FailedPrecondition, "S117_NOT_IN_FORCE");
        await Open(unknown).RefusedAsync(StatusCode.FailedPrecondition, "S117_BODIES_UNKNOWN");
        await Open(person).RefusedAsync(StatusCode.FailedPrecondition, "AFTERCARE_ENDING_OPEN");
    }

    [Fact]
    public async Task records_the_written_decision_of_a_body_outside_the_programme()
    {
        var person = await LivingAsync("2020-01-01", "E10000099", Board);
        await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04"));
        var opened = await OpenedAsync(person);

        Assert.Equal(["written_decision_reference"], (await RefusedCall.OfAsync(Decide(opened, OfBoard, AftercareBody.Council))).Fields);
        var one = (await Decide(opened, OfBoard, AftercareBody.Council, reference: "Letter of 1 March 2025")).AftercareEnding;
        var both = (await Decide(one, OfBoard, AftercareBody.IntegratedCareBoard)).AftercareEnding;

        Assert.Equal(AftercareEndingState.Ended, both.State);
    }

    [Fact]
    public async Task is_refused_for_days_that_cannot_be_for_no_reasons_and_for_a_stale_etag()
    {
        var (person, _) = await InAftercareAsync();
        var opened = await OpenedAsync(person);
        await Decide(opened, OfCouncil, AftercareBody.Council);

        var current = await assessment.Aftercare.GetAftercareEndingAsync(
            new GetAftercareEndingRequest { PersonId = person, AftercareEndingId = opened.AftercareEndingId }, assessment.Ann);

        await Decide(opened, OfBoard, AftercareBody.IntegratedCareBoard).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        Assert.Equal(["decision_date"], (await RefusedCall.OfAsync(Decide(current, OfBoard, AftercareBody.IntegratedCareBoard, day: "2025-01-31"))).Fields);
        Assert.Equal(["decision_date"], (await RefusedCall.OfAsync(Decide(current, OfBoard, AftercareBody.IntegratedCareBoard, day: "2199-01-31"))).Fields);
        Assert.Equal(["reasons"], (await RefusedCall.OfAsync(Decide(current, OfBoard, AftercareBody.IntegratedCareBoard, reasons: " "))).Fields);
    }

    [Fact]
    public async Task happens_once_when_both_bodies_decide_at_the_same_time()
    {
        var (person, _) = await InAftercareAsync();
        var opened = await OpenedAsync(person);

        var outcomes = await Task.WhenAll(
            ResultAsync(Decide(opened, OfCouncil, AftercareBody.Council)), ResultAsync(Decide(opened, OfBoard, AftercareBody.IntegratedCareBoard)));

        Assert.Equal([false, true], outcomes.Order());
        Assert.True((await AftercareOfAsync(person)).InForce);

        static async Task<bool> ResultAsync(AsyncUnaryCall<DecideAftercareEndingResponse> call)
        {
            try
            {
                return (await call).AftercareEnding.State is AftercareEndingState.Open;
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Aborted)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task is_listed_with_its_decisions()
    {
        var (person, _) = await InAftercareAsync();
        var ended = await EndedAsync(person);

        var listed = await assessment.Aftercare.ListAftercareEndingsAsync(new ListAftercareEndingsRequest { PersonId = person }, assessment.Ann);

        Assert.Equal([ended], listed.AftercareEndings);
    }

    private async Task<(string Person, string Detention)> InAftercareAsync(string left = "2024-05-04")
    {
        var person = await LivingAsync("2020-01-01", Council, Board);
        var detention = await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", left));
        if (left is "")
            await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection.Informal, "2024-05-04", "2024-05-05", follows: detention));
        return (person, detention.LegalStatusId);
    }

    private async Task<string> LivingAsync(string start, string council, string board)
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        await assessment.LivingAsync(person, Facts.Place(start, ResidenceKind.OwnHome, council, board));
        return person;
    }

    private AsyncUnaryCall<AftercareEnding> Open(string person) => assessment.Aftercare.CreateAftercareEndingAsync(
        new CreateAftercareEndingRequest
        {
            PersonId = person,
            AftercareEnding = new AftercareEnding { ConsultationDate = "2025-02-01", PersonView = "I am well." },
            RequestId = NewRequestId(),
        }, assessment.Ann);

    private async Task<AftercareEnding> OpenedAsync(string person) => await Open(person);

    private async Task<AftercareEnding> EndedAsync(string person)
    {
        var one = (await Decide(await OpenedAsync(person), OfCouncil, AftercareBody.Council)).AftercareEnding;
        return (await Decide(one, OfBoard, AftercareBody.IntegratedCareBoard)).AftercareEnding;
    }

    private AsyncUnaryCall<DecideAftercareEndingResponse> Decide(
        AftercareEnding ending, Metadata caller, AftercareBody body, bool satisfied = true, string day = "2025-03-01", string reasons = "No need for two years.", string reference = "") =>
        assessment.Aftercare.DecideAftercareEndingAsync(
            new DecideAftercareEndingRequest
            {
                PersonId = ending.PersonId,
                AftercareEndingId = ending.AftercareEndingId,
                Body = body,
                Satisfied = satisfied,
                DecisionDate = day,
                Reasons = reasons,
                WrittenDecisionReference = reference,
                Etag = ending.Etag,
                RequestId = NewRequestId(),
            }, caller);

    private async Task<Aftercare> AftercareOfAsync(string person) => await assessment.Aftercare.GetAftercareAsync(new GetAftercareRequest { PersonId = person }, assessment.Ann);
}
