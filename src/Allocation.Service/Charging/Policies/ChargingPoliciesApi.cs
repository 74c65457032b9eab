using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Allocation.Charging.Policies;

/// <summary>The contract's ChargingPoliciesService.</summary>
internal sealed class ChargingPoliciesApi(UnitOfWork work) : ChargingPoliciesService.ChargingPoliciesServiceBase
{
    private const string Subject = "CHARGING_POLICY";

    /// <inheritdoc/>
    public override Task<ChargingPolicy> CreateChargingPolicy(CreateChargingPolicyRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            Refusal.ThrowIfAny(ChargingPolicyChecks.Faults(request.ChargingPolicy));
            var id = mutation.NewId();
            await ChargingPolicyStore.InsertAsync(mutation, id, request.ChargingPolicy);
            mutation.Audit("allocation.charging_policy.drafted", Subject, id);
            return await ChargingPolicyStore.GetAsync(mutation, id);
        });

    /// <inheritdoc/>
    public override Task<ChargingPolicy> UpdateChargingPolicy(UpdateChargingPolicyRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var draft = await ChargingPolicyStore.LockDraftAsync(mutation, Guid.Parse(request.ChargingPolicyId), Etag.Parse(request.Etag));
            var updated = ResourceUpdate.Apply(draft.ToMessage(), request.ChargingPolicy, request.UpdateMask);
            Refusal.ThrowIfAny(ChargingPolicyChecks.Faults(updated));
            await ChargingPolicyStore.UpdateAsync(mutation, draft.Id, updated);
            mutation.Audit("allocation.charging_policy.changed", Subject, draft.Id);
            return await ChargingPolicyStore.GetAsync(mutation, draft.Id);
        });

    /// <inheritdoc/>
    public override Task<PublishChargingPolicyResponse> PublishChargingPolicy(PublishChargingPolicyRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var draft = await ChargingPolicyStore.LockDraftAsync(mutation, Guid.Parse(request.ChargingPolicyId), Etag.Parse(request.Etag));
            if (draft.DraftedBy == mutation.Caller.Subject)
                throw Refusal.Rule("CHECKER_IS_MAKER", "Who made a policy does not publish it.", "DOMAIN 9.4", ("charging_policy_id", draft.Id));
            if (draft.ValidFrom < mutation.Today)
            {
                throw Refusal.Rule(
                    "CHARGING_POLICY_IN_PAST", "What was charged already stays as it was: a policy begins today or later.", null, ("valid_from", Dates.Text(draft.ValidFrom)));
            }

            await ChargingPolicyStore.PublishAsync(mutation, draft);
            mutation.Audit("allocation.charging_policy.published", Subject, draft.Id);
            return new PublishChargingPolicyResponse { ChargingPolicy = await ChargingPolicyStore.GetAsync(mutation, draft.Id) };
        });

    /// <inheritdoc/>
    public override Task<ChargingPolicy> GetChargingPolicy(GetChargingPolicyRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ChargingPolicyStore.GetAsync(session, Guid.Parse(request.ChargingPolicyId)));

    /// <inheritdoc/>
    public override Task<ListChargingPoliciesResponse> ListChargingPolicies(ListChargingPoliciesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "charging-policies");
            var (rows, next) = page.Split(await ChargingPolicyStore.ListAsync(session, page), row => row.Id);
            return new ListChargingPoliciesResponse { ChargingPolicies = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });
}
