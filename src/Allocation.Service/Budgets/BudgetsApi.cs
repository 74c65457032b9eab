using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.BlockContracts;
using PersonalBudgets.Allocation.Delegations;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>The contract's BudgetsService.</summary>
internal sealed class BudgetsApi(UnitOfWork work, PersonStandingStore people, IPlanCommits commits, IOptions<SplitSettings> policy) : BudgetsService.BudgetsServiceBase
{
    /// <inheritdoc/>
    public override Task<SplitCostsResponse> SplitCosts(SplitCostsRequest request, ServerCallContext context)
    {
        LineChecks.RequireDistinct(request.Lines);
        return work.ReadAsync(context, async session =>
        {
            NamedContracts.Require(request.Lines, await NamedContracts.ReadAsync(session, request.Lines));
            var personId = Ids.ParseOptional(request.PersonId);
            var terms = await SplitTermsStore.ReadAsync(session, policy.Value, personId is { } id ? [id] : []);
            var split = CostSplit.Of(request.Lines, terms.For(personId), request.StartDate is "" ? session.Today : Dates.Parse(request.StartDate));
            split.Delegations.Add(DelegatedApprovals.Of(Claim.Of(request.Lines, split), await DelegationStore.InForceAsync(session)));
            return split;
        });
    }

    /// <inheritdoc/>
    public override Task<CommitBudgetResponse> CommitBudget(CommitBudgetRequest request, ServerCallContext context)
    {
        LineChecks.RequireDistinct(request.Lines, Approvals.Faults(request.Approvals));
        return commits.CommitAsync(request, context);
    }

    /// <inheritdoc/>
    public override Task<ReleaseCommitmentResponse> ReleaseCommitment(ReleaseCommitmentRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var expected = Etag.Parse(request.Etag);
            LineChecks.RequireDistinct(request.Lines);
            var commitment = await CommitmentStore.LockAsync(mutation, Guid.Parse(request.CommitmentId));
            if (request.Lines.Count > 0 ? !commitment.IsStanding : !commitment.IsHeld)
                throw request.Lines.Count > 0 ? CommitmentRefusals.NotStanding(commitment) : Refusal.Rule("COMMITMENT_NOT_HELD", "Only a hold can be released.", null, ("state", commitment.State));
            if (commitment.Version != expected)
                throw Refusal.EtagMismatch(commitment.Version);
            if (request.Lines.Count > 0)
                await ReleaseLinesAsync(mutation, commitment, request.Lines);
            else
                await CommittedMoney.GiveBackAsync(mutation, [commitment], CommitmentState.Released, "RELEASED");
            return new ReleaseCommitmentResponse { Commitment = await CommitmentStore.ShowAsync(mutation, await CommitmentStore.GetAsync(mutation, commitment.Id)) };
        });

    /// <inheritdoc/>
    public override Task<Commitment> GetCommitment(GetCommitmentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
            await CommitmentStore.ShowAsync(session, await CommitmentStore.GetAsync(session, Guid.Parse(request.CommitmentId))));

    /// <inheritdoc/>
    public override Task<ListCommitmentsResponse> ListCommitments(ListCommitmentsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"commitments:{request.PlanId}:{request.PersonId}:{request.NoteNeeded}");
            var planId = Ids.ParseOptional(request.PlanId);
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var (rows, next) = page.Split(await CommitmentStore.ListAsync(session, planId, personIds, request.NoteNeeded, page), row => row.Id);
            var shares = await CommitmentStore.SharesAsync(session, rows.Select(row => row.Id));
            return new ListCommitmentsResponse { Commitments = { rows.Select(row => row.ToMessage(shares[row.Id])) }, NextPageToken = next };
        });

    private async Task ReleaseLinesAsync(Mutation mutation, CommitmentRow commitment, IReadOnlyList<LineAmount> released)
    {
        var lines = LineChecks.Less(commitment, released);
        var terms = await SplitTermsStore.ReadAsync(mutation, policy.Value, commitment.PersonId);
        var split = CostSplit.Of(lines, terms.For(commitment.PersonId), commitment.StartDate, commitment.ReadSplit().Lines);
        var (after, changes) = await CommitmentChanging.ChangeAsync(
            mutation, commitment with { Split = JsonFormatter.Default.Format(split), Lines = CommitmentStore.WriteLines(lines) },
            Claim.Of(lines, split), CommitmentChangeKind.Released, "", null);
        mutation.Audit("allocation.commitment.given_back", "COMMITMENT", after.Id, "RELEASED", after.PersonId);
        CommittedMoney.TellGivenBack(mutation, after, changes, "RELEASED");
    }
}
