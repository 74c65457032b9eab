using Grpc.Core;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Simulations;

/// <summary>
/// The contract's SimulationsService. It goes the way that an issue goes (<see cref="ModelUse"/>, <see cref="CompiledModel"/>), so both give the same. Nothing
/// is written, no audit entry either: what somebody asked for themselves is nobody's record.
/// </summary>
internal sealed class SimulationsApi(UnitOfWork work) : SimulationsService.SimulationsServiceBase
{
    /// <inheritdoc/>
    public override Task<SimulateAllocationResponse> SimulateAllocation(SimulateAllocationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var model = (await ModelStore.GetAsync(session, Guid.Parse(request.AllocationModelId))).ToMessage();
            var use = UsesOf(request.Profile).FirstOrDefault(use => use.Kind == model.Kind)
                ?? throw Refusal.Rule(
                    "MODEL_NOT_OF_THESE_BASES", "A model of this kind serves none of these legal bases with these needs.", null,
                    ("allocation_model_id", model.AllocationModelId));
            return new SimulateAllocationResponse { Component = CompiledModel.For(model).Explain(use.Bases, use.Needs) };
        });

    /// <inheritdoc/>
    public override Task<EstimateBudgetResponse> EstimateBudget(EstimateBudgetRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var uses = UsesOf(request.Profile);
            // What no model is for is not worth nothing.
            if (uses.Count is 0 && request.Profile is { Needs.Count: > 0 } or { ConventionalPackage.Count: > 0 })
                throw Refusal.Rule("MODEL_NOT_OF_THESE_BASES", "No kind of model serves these legal bases with these needs.");
            var response = new EstimateBudgetResponse();
            foreach (var use in uses)
                response.Components.Add(CompiledModel.For(await ModelStore.InForceAsync(session, use.Kind)).Explain(use.Bases, use.Needs));
            response.AnnualPence = response.Components.Sum(component => component.AnnualPence);
            response.OneOffPence = response.Components.Sum(component => component.OneOffPence);
            return response;
        });

    private static IReadOnlyList<ModelUse> UsesOf(SimulatedProfile profile) => ModelUse.For(profile.EligibleBases, AssessedNeeds.Of(profile));
}
