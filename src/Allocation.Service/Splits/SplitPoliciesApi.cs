using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>The contract's SplitPoliciesService.</summary>
internal sealed class SplitPoliciesApi(UnitOfWork work, IOptions<SplitSettings> settings) : SplitPoliciesService.SplitPoliciesServiceBase
{
    private const string Subject = "SPLIT_POLICY";

    /// <inheritdoc/>
    public override Task<SplitPolicy> CreateSplitPolicy(CreateSplitPolicyRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            Refusal.ThrowIfAny(SplitChecks.Faults(request.SplitPolicy));
            var id = mutation.NewId();
            await SplitPolicyStore.InsertAsync(mutation, id, request.SplitPolicy);
            mutation.Audit("allocation.split_policy.drafted", Subject, id);
            return await SplitPolicyStore.GetAsync(mutation, id);
        });

    /// <inheritdoc/>
    public override Task<SplitPolicy> UpdateSplitPolicy(UpdateSplitPolicyRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var draft = await SplitPolicyStore.LockDraftAsync(mutation, Guid.Parse(request.SplitPolicyId), Etag.Parse(request.Etag));
            var updated = ResourceUpdate.Apply(draft.ToMessage(), request.SplitPolicy, request.UpdateMask);
            Refusal.ThrowIfAny(SplitChecks.Faults(updated));
            await SplitPolicyStore.UpdateAsync(mutation, draft.Id, updated);
            mutation.Audit("allocation.split_policy.changed", Subject, draft.Id);
            return await SplitPolicyStore.GetAsync(mutation, draft.Id);
        });

    /// <inheritdoc/>
    public override Task<PublishSplitPolicyResponse> PublishSplitPolicy(PublishSplitPolicyRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var draft = await SplitPolicyStore.LockDraftAsync(mutation, Guid.Parse(request.SplitPolicyId), Etag.Parse(request.Etag));
            if (draft.DraftedBy == mutation.Caller.Subject)
                throw Refusal.Rule("CHECKER_IS_MAKER", "Who made a policy does not publish it.", "DOMAIN 9.4", ("split_policy_id", draft.Id));
            if (draft.ValidFrom < mutation.Today)
            {
                throw Refusal.Rule(
                    "SPLIT_POLICY_IN_PAST", "What was borne already stays as it was: a policy begins today or later.", null, ("valid_from", Dates.Text(draft.ValidFrom)));
            }

            await SplitTermsStore.HoldAloneAsync(mutation);
            await SplitPolicyStore.PublishAsync(mutation, draft);
            mutation.Audit("allocation.split_policy.published", Subject, draft.Id);
            var policy = await SplitPolicyStore.GetAsync(mutation, draft.Id);
            var commitments = await CommitmentStore.LockDividedAsync(mutation, policy.LegalBasis, draft.ValidFrom);
            var changed = await DividingAnew.ApplyAsync(mutation, commitments, settings.Value, draft.ValidFrom, policy.Source);
            return new PublishSplitPolicyResponse { SplitPolicy = policy, ChangedCommitments = changed };
        });

    /// <inheritdoc/>
    public override Task<SplitPolicy> GetSplitPolicy(GetSplitPolicyRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => SplitPolicyStore.GetAsync(session, Guid.Parse(request.SplitPolicyId)));

    /// <inheritdoc/>
    public override Task<ListSplitPoliciesResponse> ListSplitPolicies(ListSplitPoliciesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "split-policies");
            var (rows, next) = page.Split(await SplitPolicyStore.ListAsync(session, page), row => row.Id);
            return new ListSplitPoliciesResponse { SplitPolicies = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });
}
