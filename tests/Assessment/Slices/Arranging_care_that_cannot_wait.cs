using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Interim arrangements (DOMAIN 0, A4).</summary>
[Collection<AssessmentCollection>]
public sealed class Arranging_care_that_cannot_wait(AssessmentService assessment)
{
    private const string Reason = "You need somebody with you tonight.";

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task takes_one_step_by_one_authoriser_without_assessment_allocation_or_plan()
    {
        var made = await MadeAsync();

        Assert.Equal((InterimArrangementState.InForce, "ann", 120_000, "1"), (made.State, made.AuthorisedBy, made.CapPence, made.Etag));
        var told = Assert.Single(await assessment.Service.EventsAsync<InterimArrangementMade>(made.InterimArrangementId));
        Assert.Contains("URGENT_NEED", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Reason, told, StringComparison.Ordinal);
        Assert.Equal([made], (await assessment.InterimArrangements.ListInterimArrangementsAsync(
            new ListInterimArrangementsRequest { PersonId = made.PersonId }, assessment.Ann)).InterimArrangements);
    }

    [Fact]
    public async Task tells_the_person_in_writing_with_the_route_of_the_body_that_pays()
    {
        var council = await NoticeAsync(await MadeAsync());
        var board = await NoticeAsync(await MadeAsync(arrangement =>
        {
            (arrangement.Basis, arrangement.Funder, arrangement.FastTrackDate) = (InterimBasis.ChcFastTrack, TestService.IntegratedCareBoard, arrangement.StartDate);
        }));

        Assert.Equal((NoticeKind.InterimArrangement, NoticeRoute.Council, "MADE"), (council.Kind, council.Route, council.Decision));
        Assert.Equal([Reason], council.Reasons);
        Assert.Equal(NoticeRoute.Nhs, board.Route);
    }

    [Fact]
    public async Task never_stands_in_the_way_of_the_full_process_which_takes_its_place()
    {
        var made = await MadeAsync();
        var decision = await assessment.Decide((await assessment.SignedAsync(made.PersonId, await OfferedAndCompleteAsync(made.PersonId))).AssessmentId);
        Assert.True(decision.EligibilityDecision.BudgetGoesAhead);

        var planId = Guid.CreateVersion7().ToString();
        var ended = (await End(made, InterimEndReason.Replaced, planId)).InterimArrangement;

        Assert.Equal((InterimArrangementState.Ended, "2"), (ended.State, ended.Etag));
        Assert.Equal(new InterimEnding { Reason = InterimEndReason.Replaced, Date = made.StartDate, PlanId = planId }, ended.Ending);
        await End(ended, InterimEndReason.NotNeeded).RefusedAsync(StatusCode.FailedPrecondition, "INTERIM_ARRANGEMENT_ENDED");
    }

    [Fact]
    public async Task lapses_with_its_last_day()
    {
        var made = await MadeAsync(arrangement => (arrangement.StartDate, arrangement.EndDate) = ("2026-01-05", "2026-02-01"));

        Assert.Equal(InterimArrangementState.Lapsed, made.State);
        await End(made, InterimEndReason.NotNeeded).RefusedAsync(StatusCode.FailedPrecondition, "INTERIM_ARRANGEMENT_ENDED");
    }

    [Fact]
    public async Task in_a_dispute_is_settled_later_and_charged_back()
    {
        var made = await MadeAsync(Disputed);

        var settled = (await Settle(made, TestService.IntegratedCareBoard, 90_000)).InterimArrangement;

        Assert.Equal((TestService.IntegratedCareBoard, 90_000, "2"), (settled.Settlement.Liable, settled.Settlement.BackChargePence, settled.Etag));
        // That the dispute is over ends no care.
        Assert.Equal(InterimArrangementState.InForce, settled.State);
        await Settle(settled, TestService.IntegratedCareBoard, 1).RefusedAsync(StatusCode.FailedPrecondition, "DISPUTE_SETTLED");
        await Settle(await MadeAsync(), TestService.Council, 0).RefusedAsync(StatusCode.FailedPrecondition, "NOT_DISPUTED");
    }

    [Theory]
    [InlineData(TestService.IntegratedCareBoard, 120_001, "back_charge_pence")]
    [InlineData(TestService.Council, 1, "back_charge_pence")]
    [InlineData("QZZ", 1, "liable")]
    public async Task is_not_settled_beyond_its_cap_nor_with_itself_nor_with_a_body_unknown(string liable, long pence, string field)
    {
        var made = await MadeAsync(Disputed);

        Assert.Equal([field], (await RefusedCall.OfAsync(Settle(made, liable, pence))).Fields);
        Assert.Null((await ReadAsync(made)).Settlement);
    }

    [Fact]
    public async Task is_refused_with_no_cap_an_end_before_its_start_too_long_or_by_an_unknown_funder_or_without_the_fact_of_its_basis()
    {
        var person = await assessment.RegisteredAsync();

        Assert.Equal(["interim_arrangement.cap_pence"], await FaultsAsync(person, arrangement => arrangement.CapPence = 0));
        Assert.Equal(["interim_arrangement.end_date"], await FaultsAsync(person, arrangement => arrangement.EndDate = "2020-01-01"));
        Assert.Equal(["interim_arrangement.end_date"], await FaultsAsync(person, arrangement => arrangement.EndDate = $"{Today.AddDays(84):yyyy-MM-dd}"));
        Assert.Equal(["interim_arrangement.funder"], await FaultsAsync(person, arrangement => arrangement.Funder = "QZZ"));
        Assert.Equal(["interim_arrangement.funder"], await FaultsAsync(person, arrangement => arrangement.Funder = "RX1"));
        Assert.Equal(["interim_arrangement.funder"], await FaultsAsync(person, arrangement => arrangement.Funder = TestService.IntegratedCareBoard));
        Assert.Equal(["interim_arrangement.discharge_date"], await FaultsAsync(person, arrangement => arrangement.Basis = InterimBasis.HospitalDischarge));
        Assert.Empty((await assessment.InterimArrangements.ListInterimArrangementsAsync(
            new ListInterimArrangementsRequest { PersonId = person.PersonId }, assessment.Ann)).InterimArrangements);
        Assert.Empty((await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = person.PersonId }, assessment.Ann)).Notices);
    }

    [Fact]
    public async Task is_ended_by_a_plan_only_where_one_takes_its_place_on_one_of_its_days_and_with_its_etag()
    {
        var made = await MadeAsync();

        Assert.Equal(["plan_id"], (await RefusedCall.OfAsync(End(made, InterimEndReason.Replaced))).Fields);
        Assert.Equal(["plan_id"], (await RefusedCall.OfAsync(End(made, InterimEndReason.NotNeeded, Guid.CreateVersion7().ToString()))).Fields);
        Assert.Equal(["date"], (await RefusedCall.OfAsync(End(made, InterimEndReason.Died, day: "2020-01-01"))).Fields);
        await End(made, InterimEndReason.Died, etag: "7").RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        Assert.Equal(made, await ReadAsync(made));
    }

    [Fact]
    public async Task is_of_a_person_of_the_programme_and_needs_its_permission()
    {
        // Whoever is not there is told of before what else is wrong.
        await Make(Guid.NewGuid().ToString(), new InterimArrangement(Arrangement()) { EndDate = "2020-01-01" }).RefusedAsync(StatusCode.NotFound, "PERSON_NOT_FOUND");
        var reader = assessment.Service.As(permissions: ["assessment.interim_arrangements.read"]);
        await Make((await assessment.RegisteredAsync()).PersonId, Arrangement(), reader).RefusedAsync(StatusCode.PermissionDenied, "PERMISSION_REQUIRED");
    }

    private static void Disputed(InterimArrangement arrangement) =>
        (arrangement.Basis, arrangement.DisputedWith) = (InterimBasis.FundingDispute, TestService.IntegratedCareBoard);

    private static InterimArrangement Arrangement() => new()
    {
        Basis = InterimBasis.UrgentNeed, Reason = Reason, CapPence = 120_000, StartDate = $"{Today:yyyy-MM-dd}", EndDate = $"{Today.AddDays(27):yyyy-MM-dd}",
        Funder = TestService.Council,
    };

    private async Task<AssessmentMessage> OfferedAndCompleteAsync(string personId)
    {
        await assessment.AcceptedAsync(personId);
        var complete = Complete();
        complete.Health = new HealthFacts { DiscretionaryBenefit = true };
        return complete;
    }

    private async Task<InterimArrangement> MadeAsync(Action<InterimArrangement>? change = null)
    {
        var arrangement = Arrangement();
        change?.Invoke(arrangement);
        return await Make((await assessment.RegisteredAsync()).PersonId, arrangement);
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(Person person, Action<InterimArrangement> change)
    {
        var arrangement = Arrangement();
        change(arrangement);
        return (await RefusedCall.OfAsync(Make(person.PersonId, arrangement))).Fields;
    }

    private Task<Notice> NoticeAsync(InterimArrangement made) =>
        assessment.Notices.GetNoticeAsync(new GetNoticeRequest { NoticeId = made.NoticeId }, assessment.Ann).ResponseAsync;

    private Task<InterimArrangement> ReadAsync(InterimArrangement made) => assessment.InterimArrangements.GetInterimArrangementAsync(
        new GetInterimArrangementRequest { InterimArrangementId = made.InterimArrangementId }, assessment.Ann).ResponseAsync;

    private AsyncUnaryCall<InterimArrangement> Make(string personId, InterimArrangement arrangement, Metadata? by = null) =>
        assessment.InterimArrangements.CreateInterimArrangementAsync(
            new CreateInterimArrangementRequest { PersonId = personId, InterimArrangement = arrangement, RequestId = NewRequestId() }, by ?? assessment.Ann);

    private AsyncUnaryCall<EndInterimArrangementResponse> End(
        InterimArrangement made, InterimEndReason reason, string planId = "", string? day = null, string? etag = null) =>
        assessment.InterimArrangements.EndInterimArrangementAsync(
            new EndInterimArrangementRequest
            {
                InterimArrangementId = made.InterimArrangementId, Reason = reason, Date = day ?? made.StartDate, PlanId = planId, Etag = etag ?? made.Etag, RequestId = NewRequestId(),
            },
            assessment.Ann);

    private AsyncUnaryCall<SettleInterimArrangementResponse> Settle(InterimArrangement made, string liable, long pence) =>
        assessment.InterimArrangements.SettleInterimArrangementAsync(
            new SettleInterimArrangementRequest
            {
                InterimArrangementId = made.InterimArrangementId, Liable = liable, BackChargePence = pence, Date = made.StartDate, Etag = made.Etag, RequestId = NewRequestId(),
            },
            assessment.Ann);
}
