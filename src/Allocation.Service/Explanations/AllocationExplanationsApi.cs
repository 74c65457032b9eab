using Grpc.Core;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Explanations;

/// <summary>The contract's AllocationExplanationsService.</summary>
internal sealed class AllocationExplanationsApi(UnitOfWork work) : AllocationExplanationsService.AllocationExplanationsServiceBase
{
    /// <inheritdoc/>
    public override Task<AllocationExplanation> GetAllocationExplanation(GetAllocationExplanationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var row = await AllocationStore.GetAsync(session, Guid.Parse(request.AllocationId));
            session.AuditRead("ALLOCATION", row.Id, row.PersonId);
            var allocation = row.ToMessage();
            var models = new List<AllocationModel>();
            foreach (var id in allocation.Components.Select(component => component.AllocationModelId).Where(id => id is not "").Distinct())
                models.Add((await ModelStore.GetAsync(session, Guid.Parse(id))).ToMessage());
            return BudgetAccount.Of(allocation, models, await FundersStore.GetAsync(session));
        });
}
