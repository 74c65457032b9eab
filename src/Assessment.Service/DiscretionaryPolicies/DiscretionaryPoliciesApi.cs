using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DiscretionaryPolicies;

/// <summary>The contract's DiscretionaryPoliciesService.</summary>
internal sealed class DiscretionaryPoliciesApi(UnitOfWork work) : DiscretionaryPoliciesService.DiscretionaryPoliciesServiceBase
{
    /// <inheritdoc/>
    public override Task<DiscretionaryPolicy> CreateDiscretionaryPolicy(CreateDiscretionaryPolicyRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            Refusal.ThrowIfAny(DiscretionaryPolicyChecks.Faults(request.DiscretionaryPolicy, mutation.Today));
            var id = mutation.NewId();
            await DiscretionaryPolicyStore.InsertAsync(mutation, id, request.DiscretionaryPolicy);
            mutation.Audit("assessment.discretionary_policy.published", "DISCRETIONARY_POLICY", id);
            return await DiscretionaryPolicyStore.GetAsync(mutation, id);
        });

    /// <inheritdoc/>
    public override Task<DiscretionaryPolicy> GetDiscretionaryPolicy(GetDiscretionaryPolicyRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => DiscretionaryPolicyStore.GetAsync(session, Guid.Parse(request.DiscretionaryPolicyId)));

    /// <inheritdoc/>
    public override Task<ListDiscretionaryPoliciesResponse> ListDiscretionaryPolicies(ListDiscretionaryPoliciesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "discretionary-policies");
            var (rows, next) = page.Split(await DiscretionaryPolicyStore.ListAsync(session, page), row => row.Id);
            return new ListDiscretionaryPoliciesResponse { DiscretionaryPolicies = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });
}
