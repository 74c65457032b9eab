using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

public sealed class A_plan(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    [Fact]
    public async Task is_opened_by_an_indicative_budget_and_shows_its_amount()
    {
        var plan = await fixture.OpenedAsync(365_000);

        Assert.Equal((PlanState.Draft, 365_000, "1", ""), (plan.State, plan.IndicativeAnnualPence, plan.Etag, plan.CommitmentId));
    }

    [Fact]
    public async Task is_one_for_an_allocation_however_often_it_is_issued()
    {
        var opened = await fixture.OpenedAsync();
        await fixture.PublishAsync(new IndicativeBudgetIssued
        {
            Programme = TestService.Programme, SubjectId = opened.AllocationId, SubjectVersion = 2, OccurredAt = DateTimeOffset.UtcNow,
            PersonId = opened.PersonId, AssessmentId = NewId(), AnnualPence = 5,
        });
        await Eventually.AnswersAsync(
            () => fixture.Service.LookAsync<string>("select outcome from platform.audit_events where action = 'plans.plan.opened' and subject_id = @id::uuid", new { id = opened.PlanId }),
            outcomes => outcomes.Contains("OPEN_ALREADY"));

        var plans = await fixture.Plans.ListPlansAsync(new ListPlansRequest { PersonId = opened.PersonId }, fixture.Planner);

        Assert.Equal(1_000_000, Assert.Single(plans.Plans).IndicativeAnnualPence);
    }

    [Fact]
    public async Task is_written_with_costs_and_findings()
    {
        var assistant = Line();
        (assistant.Category, assistant.Frequency, assistant.AmountPence, assistant.WeeklyMinutes, assistant.Employed) =
            ("PERSONAL_ASSISTANT", Frequency.PerHourWeekly, 1_350, 150, true);
        var computer = Line();
        (computer.Category, computer.Frequency, computer.AmountPence) = ("EQUIPMENT", Frequency.Once, 45_000);

        var plan = await fixture.WrittenAsync(assistant, computer, Line());

        Assert.Equal((175_500 + 21_588, 45_000, "2"), (plan.AnnualPence, plan.OneOffPence, plan.Etag));
        Assert.Equal((175_500, 0, 45_000), (plan.Lines[0].AnnualPence, plan.Lines[1].AnnualPence, plan.Lines[1].OneOffPence));
        Assert.Equal(("X11", RuleVerdict.Allow), (plan.Lines[0].Findings.Single().Code, plan.Lines[0].Findings.Single().Verdict));
        Assert.Equal(plan, await fixture.GetAsync(plan.PlanId));
    }

    [Fact]
    public async Task looks_at_all_lines_again_when_its_start_moves()
    {
        var assistant = Line();
        (assistant.Category, assistant.Frequency, assistant.AmountPence, assistant.WeeklyMinutes, assistant.Employed) =
            ("PERSONAL_ASSISTANT", Frequency.PerHourWeekly, 1_250, 150, true);
        var plan = await fixture.WrittenAsync(assistant);

        var moved = await fixture.Plans.UpdatePlanAsync(
            new UpdatePlanRequest { PlanId = plan.PlanId, Etag = plan.Etag, RequestId = NewId(), Plan = new() { StartDate = "2026-04-01" } }, fixture.Planner);

        Assert.Equal((RuleVerdict.Allow, RuleVerdict.Block), (plan.Lines[0].Findings.Single().Verdict, moved.Lines[0].Findings.Single().Verdict));
        Assert.Equal(plan.Outcomes, moved.Outcomes);
    }

    [Fact]
    public async Task tells_all_faults_of_a_change_at_once_and_keeps_none_of_it()
    {
        var opened = await fixture.OpenedAsync();
        var unknownCategory = Line();
        unknownCategory.Category = "SKY_DIVING";
        var noMinutes = Line();
        noMinutes.Frequency = Frequency.PerHourWeekly;
        var request = Write(opened, unknownCategory, noMinutes);
        request.Plan.Lines.Add(Line());
        request.Plan.Lines[2].OutcomeId = NewId();

        var refusal = await fixture.Plans.UpdatePlanAsync(request, fixture.Planner).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal(["plan.lines[0].category", "plan.lines[1].weekly_minutes", "plan.lines[2].outcome_id"], refusal.Fields);
        Assert.Equal(opened, await fixture.GetAsync(opened.PlanId));
    }

    [Theory]
    [InlineData("2026-02-30", 1_799, "plan.start_date")]
    [InlineData("2026-03-02", -1, "plan.lines[0].amount_pence")]
    [InlineData("2026-03-02", 0, "plan.lines[0].amount_pence")]
    [InlineData("2026-03-02", 100_000_000_001, "plan.lines[0].amount_pence")]
    public async Task refuses_fields_of_the_wrong_form(string start, long amount, string path)
    {
        var line = Line();
        line.AmountPence = amount;
        var request = Write(await fixture.OpenedAsync(), line);
        request.Plan.StartDate = start;

        var refusal = await fixture.Plans.UpdatePlanAsync(request, fixture.Planner).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal([path], refusal.Fields);
    }

    [Fact]
    public async Task refuses_a_mask_with_an_unknown_path()
    {
        var request = Write(await fixture.OpenedAsync());
        request.UpdateMask = new FieldMask { Paths = { "lines", "lines.amount_pence" } };

        var refusal = await fixture.Plans.UpdatePlanAsync(request, fixture.Planner).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal(["update_mask"], refusal.Fields);
    }

    [Fact]
    public async Task is_changed_only_in_the_version_that_was_seen()
    {
        var opened = await fixture.OpenedAsync();
        await fixture.Plans.UpdatePlanAsync(Write(opened), fixture.Planner);

        await fixture.Plans.UpdatePlanAsync(Write(opened), fixture.Planner).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        var without = Write(opened);
        without.Etag = "";
        await fixture.Plans.UpdatePlanAsync(without, fixture.Planner).RefusedAsync(StatusCode.FailedPrecondition, "ETAG_REQUIRED");
    }

    [Fact]
    public async Task is_changed_once_by_a_request_that_comes_twice()
    {
        var request = Write(await fixture.OpenedAsync());

        var first = await fixture.Plans.UpdatePlanAsync(request, fixture.Planner);
        var second = await fixture.Plans.UpdatePlanAsync(request, fixture.Planner);
        request.Plan.CareCoordinator = "somebody else";

        Assert.Equal(first, second);
        await fixture.Plans.UpdatePlanAsync(request, fixture.Planner).RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task is_not_there_for_another_programme()
    {
        var plan = await fixture.WrittenAsync();
        var stranger = fixture.As("planner", "RX1", "south");

        await fixture.Plans.GetPlanAsync(new GetPlanRequest { PlanId = plan.PlanId }, stranger).RefusedAsync(StatusCode.NotFound, "PLAN_NOT_FOUND");
        await fixture.Plans.UpdatePlanAsync(Write(plan), stranger).RefusedAsync(StatusCode.NotFound, "PLAN_NOT_FOUND");
        await fixture.Plans.SubmitPlanAsync(Submit(plan), stranger).RefusedAsync(StatusCode.NotFound, "PLAN_NOT_FOUND");
        await fixture.Plans.ApprovePlanAsync(Approve(plan), stranger).RefusedAsync(StatusCode.NotFound, "PLAN_NOT_FOUND");
        await fixture.Plans.ReturnPlanAsync(Return(plan), stranger).RefusedAsync(StatusCode.NotFound, "PLAN_NOT_FOUND");
        Assert.Empty((await fixture.Plans.ListPlansAsync(new ListPlansRequest(), stranger)).Plans);
    }

    [Fact]
    public async Task is_listed_in_pages_oldest_first()
    {
        var plans = new[] { await fixture.OpenedAsync(), await fixture.OpenedAsync(), await fixture.OpenedAsync() };
        var listed = new List<string>();
        var request = new ListPlansRequest { PageSize = 2 };
        do
        {
            var page = await fixture.Plans.ListPlansAsync(request, fixture.Planner);
            Assert.InRange(page.Plans.Count, 1, 2);
            listed.AddRange(page.Plans.Select(plan => plan.PlanId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(plans.Select(plan => plan.PlanId), listed.Where(id => plans.Any(plan => plan.PlanId == id)));
        Assert.Equal(listed.Count, listed.Distinct().Count());
    }

    [Fact]
    public async Task counts_each_payment_once()
    {
        var plan = await fixture.OpenedAsync();
        var payment = new PaymentReleased
        {
            Programme = TestService.Programme, SubjectId = NewId(), SubjectVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            PayRunId = NewId(), PlanId = plan.PlanId, Funder = TestService.Council, AmountPence = 35_000,
        };

        await fixture.PublishAsync(payment);
        // The same payment told anew, as another message; and another payment.
        await fixture.PublishAsync(payment with { SubjectVersion = 2 });
        await fixture.PublishAsync(payment with { SubjectId = NewId(), AmountPence = 2_600 });

        await Eventually.AnswersAsync(
            () => fixture.Service.LookAsync<string>("select outcome from platform.audit_events where action = 'plans.payment.counted' and subject_id = @id::uuid", new { id = plan.PlanId }),
            outcomes => outcomes.Count == 3);
        var paid = await fixture.GetAsync(plan.PlanId);
        Assert.Equal((37_600, plan.Etag), (paid.PaidPence, paid.Etag));
    }
}
