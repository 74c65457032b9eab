using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;
using static PersonalBudgets.Allocation.Tests.Slices.Decisions;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Assessing_the_impact_of_a_model(AllocationService allocation)
{
    private ImpactsService.ImpactsServiceClient Impacts => new(allocation.Service.Channel);

    [Fact]
    public async Task recalculates_an_issued_budget_from_the_needs_that_it_was_issued_on_and_stores_nothing_but_who_asked()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var issued = await allocation.IssuedAsync(await allocation.DecidedAsync(AssessmentKind.Adult, "RELATIONSHIPS", "NIGHT"));
        var draft = await DraftAsync(Domain.Models.Linear(10_000));

        var report = await ReportAsync(draft.AllocationModelId);

        // 20 and 30 points at 100.00 pounds.
        var budget = report.Skip(1).SelectMany(part => part.Budgets).Single(budget => budget.AllocationId == issued.AllocationId);
        Assert.Equal((ImpactOutcome.Recalculated, issued.AnnualPence, 500_000L), (budget.Outcome, budget.BeforePence, budget.AfterPence));
        var summary = report[0].Summary;
        Assert.Equal(summary.BudgetCount, report.Skip(1).Sum(part => part.Budgets.Count));
        Assert.Equal(summary.AfterPence - summary.BeforePence, report.Skip(1).SelectMany(part => part.Budgets).Sum(one => one.AfterPence - one.BeforePence));
        Assert.Equal(["READ"], await allocation.Service.LookAsync<string>(
            "select action from platform.audit_events where subject_id = @Id and action <> 'allocation.model.drafted'", new { Id = Guid.Parse(draft.AllocationModelId) }));
    }

    [Fact]
    public async Task leaves_out_budgets_that_stand_no_more()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var decision = await allocation.DecidedAsync(AssessmentKind.Adult, "RELATIONSHIPS");
        var ended = await allocation.IssuedAsync(decision);
        await allocation.PublishAsync(Told(decision, NewId(), superseded: decision.EligibilityDecisionId, goesAhead: false));
        await Eventually.TrueAsync("the budget is superseded", async () =>
            (await allocation.Allocations.GetAllocationAsync(new GetAllocationRequest { AllocationId = ended.AllocationId }, allocation.Ann)).State is AllocationState.Superseded);
        var draft = await DraftAsync(Domain.Models.Linear());

        var report = await ReportAsync(draft.AllocationModelId);

        Assert.DoesNotContain(report.SelectMany(part => part.Budgets), budget => budget.AllocationId == ended.AllocationId);
    }

    [Fact]
    public async Task is_refused_for_two_models_of_a_kind_and_for_one_that_is_not_there()
    {
        var (first, second) = (await DraftAsync(Domain.Models.Linear()), await DraftAsync(Domain.Models.Linear()));

        Assert.Equal("MODEL_KIND_TWICE", (await RefusedCall.OfAsync(ReportAsync(first.AllocationModelId, second.AllocationModelId))).Reason);
        Assert.Equal("ALLOCATION_MODEL_NOT_FOUND", (await RefusedCall.OfAsync(ReportAsync(NewId()))).Reason);
    }

    private async Task<AllocationModel> DraftAsync(AllocationModel model) =>
        await allocation.Models.CreateAllocationModelAsync(new CreateAllocationModelRequest { AllocationModel = model, RequestId = NewId() }, allocation.Ann);

    private async Task<List<AssessImpactResponse>> ReportAsync(params string[] models)
    {
        using var call = Impacts.AssessImpact(new AssessImpactRequest { AllocationModelIds = { models } }, allocation.Ann);
        var parts = new List<AssessImpactResponse>();
        while (await call.ResponseStream.MoveNext(default))
            parts.Add(call.ResponseStream.Current);
        return parts;
    }
}
