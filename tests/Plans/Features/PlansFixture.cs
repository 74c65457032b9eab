using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>Plans.Service as it runs, an Allocation beside it, and the short ways that the tests of calls take.</summary>
public sealed class PlansFixture : IAsyncLifetime
{
    public FakeAllocation Allocation { get; private set; } = null!;

    public TestService Service { get; private set; } = null!;

    public PlansService.PlansServiceClient Plans { get; private set; } = null!;

    public ExclusionRulesService.ExclusionRulesServiceClient Rules { get; private set; } = null!;

    /// <summary>Writes and submits.</summary>
    public Metadata Planner => As("planner", "RX1");

    /// <summary>Approves for the care board.</summary>
    public Metadata BoardApprover => As("anne", TestService.IntegratedCareBoard);

    /// <summary>Approves for the council.</summary>
    public Metadata CouncilApprover => As("bob", TestService.Council);

    public static string NewId() => Guid.NewGuid().ToString();

    public async ValueTask InitializeAsync()
    {
        Allocation = await FakeAllocation.StartAsync();
        Service = await TestService.StartAsync<Program>(
            "plans", ("services:allocation:grpc:0", Allocation.Address), ("Approvals:SweepInterval", "00:00:00.200"), ("Approvals:ResumeAfter", "00:00:00.500"));
        Plans = new(Service.Channel);
        Rules = new(Service.Channel);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Allocation.DisposeAsync();
    }

    public Metadata As(string subject, string organisation, string programme = TestService.Programme, string[]? permissions = null) =>
        Service.As(subject, organisation, programme, permissions);

    /// <summary>Publishes an event from this service's own outbox: it goes the whole way over the broker.</summary>
    public Task PublishAsync(Contracts.IDomainEvent @event) =>
        Service.Services.GetRequiredService<UnitOfWork>().WithoutCallerAsync(@event.Programme, "tests", mutation =>
        {
            mutation.Audit("tests.event.published", "EVENT", Guid.NewGuid());
            mutation.Publish(@event, @event.SubjectId);
            return Task.FromResult(true);
        }, CancellationToken.None);

    /// <summary>A plan as an indicative budget opens it.</summary>
    public async Task<V1.Plan> OpenedAsync(long indicativePence = 1_000_000)
    {
        var personId = NewId();
        await PublishAsync(new IndicativeBudgetIssued
        {
            Programme = TestService.Programme, SubjectId = NewId(), SubjectVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            PersonId = personId, AssessmentId = NewId(), AnnualPence = indicativePence,
        });
        var list = await Eventually.AnswersAsync(
            async () => await Plans.ListPlansAsync(new ListPlansRequest { PersonId = personId }, Planner), answer => answer.Plans.Count > 0);
        return list.Plans.Single();
    }

    /// <summary>A plan with these lines; without any, with one that the care board pays.</summary>
    public async Task<V1.Plan> WrittenAsync(params V1.PlanLine[] lines)
    {
        var opened = await OpenedAsync();
        return await Plans.UpdatePlanAsync(Write(opened, lines), Planner);
    }

    /// <summary>The request that completes a plan.</summary>
    public static UpdatePlanRequest Write(V1.Plan plan, params V1.PlanLine[] lines)
    {
        var outcome = new V1.Outcome { OutcomeId = NewId(), Description = "Meet people" };
        var request = new UpdatePlanRequest
        {
            PlanId = plan.PlanId, Etag = plan.Etag, RequestId = NewId(),
            Plan = new() { StartDate = "2026-03-02", FirstReviewDate = "2026-05-29", CareCoordinator = "coordinator-1", ReasonsBelowIndicative = "It costs less than was estimated.", Outcomes = { outcome } },
        };
        foreach (var line in lines.Length > 0 ? lines : [Line()])
        {
            line.OutcomeId = outcome.OutcomeId;
            request.Plan.Lines.Add(line);
        }
        return request;
    }

    /// <summary>A submitted plan: paid by the care board alone, or by both funders.</summary>
    public async Task<V1.Plan> SubmittedAsync(params NeedType[] needs)
    {
        var written = await WrittenAsync([.. needs.DefaultIfEmpty(NeedType.Health).Select(Line)]);
        return (await Plans.SubmitPlanAsync(Submit(written), Planner)).Plan;
    }

    /// <summary>A line that nothing stands against.</summary>
    public static V1.PlanLine Line(NeedType need = NeedType.Health) => new()
    {
        LineId = NewId(), Category = "LEISURE", Description = "Cinema card", LegalBasis = need is NeedType.Health ? LegalBasis.Discretionary : LegalBasis.S117,
        NeedType = need, Management = Management.DirectPayment, Frequency = Frequency.Monthly, AmountPence = 1_799, PayeeId = NewId(),
    };

    public static SubmitPlanRequest Submit(V1.Plan plan) => new() { PlanId = plan.PlanId, Etag = plan.Etag, RequestId = NewId() };

    public static ApprovePlanRequest Approve(V1.Plan plan) => new() { PlanId = plan.PlanId, Etag = plan.Etag, RequestId = NewId() };

    public static ReturnPlanRequest Return(V1.Plan plan) => new() { PlanId = plan.PlanId, Etag = plan.Etag, RequestId = NewId(), Reasons = "Too little help at night." };

    public async Task<V1.Plan> GetAsync(string planId) => await Plans.GetPlanAsync(new GetPlanRequest { PlanId = planId }, Planner);

    /// <summary>The plan once it is in a state.</summary>
    public Task<V1.Plan> UntilAsync(string planId, PlanState state) => Eventually.AnswersAsync(() => GetAsync(planId), plan => plan.State == state);

    /// <summary>How often an event of a plan stands in the outbox.</summary>
    public async Task<long> CountEventsAsync(string planId, string type) => (await Service.LookAsync<long>(
        "select count(*) from platform.outbox where aggregate_id = @planId::uuid and type like '%.' || @type", new { planId, type })).Single();
}
