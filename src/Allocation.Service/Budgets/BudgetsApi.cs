using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>The contract's BudgetsService.</summary>
internal sealed class BudgetsApi(
    UnitOfWork work, PersonStandingStore people, IOptions<SplitSettings> policy, IOptions<CommitmentSettings> settings, AllocationMetrics metrics)
    : BudgetsService.BudgetsServiceBase
{
    /// <inheritdoc/>
    public override Task<SplitCostsResponse> SplitCosts(SplitCostsRequest request, ServerCallContext context)
    {
        RequireDistinct(request.Lines);
        return work.ReadAsync(context, session => SplitAsync(session, request.Lines));
    }

    /// <inheritdoc/>
    public override async Task<CommitBudgetResponse> CommitBudget(CommitBudgetRequest request, ServerCallContext context)
    {
        IReadOnlyList<ShareRow> taken = [];
        var response = await work.MutateAsync(request, context, async mutation =>
        {
            RequireDistinct(request.Lines);
            var (person, allocation) = await LockAsync(mutation, Guid.Parse(request.AllocationId));
            var split = await SplitAsync(mutation, request.Lines);
            var claims = Claim.Of(request.Lines, split);
            var financialYear = FinancialYear.Of(Dates.Parse(request.StartDate));
            var expiresAt = mutation.Now + settings.Value.HoldFor;

            var commitment = await CommitmentStore.TryInsertAsync(mutation, request, financialYear, split, expiresAt);
            if (commitment is null)
            {
                // A version of a plan has one commitment: asked for again, it is the same one, taken again if it was given back.
                commitment = await KnownAsync(mutation, request, financialYear, split, claims);
                if (commitment.IsHeld || commitment.IsConfirmed)
                {
                    mutation.Audit("allocation.commitment.repeated", "COMMITMENT", commitment.Id, commitment.State);
                    return new CommitBudgetResponse { Commitment = await MessageAsync(mutation, commitment), Lines = { split.Lines } };
                }

                commitment = (await CommitmentStore.MoveAsync(mutation, [commitment], CommitmentState.Held, expiresAt))[0];
            }

            RequireStanding(person, allocation);
            // What an earlier version of the plan still holds would stand in this one's way: a plan is paid for once.
            var earlier = await CommitmentStore.LockHeldOfPlanAsync(mutation, commitment.PlanId, commitment.PlanVersion - 1);
            if (earlier.Count > 0)
                await Commitments.GiveBackAsync(mutation, earlier, CommitmentState.Released, "SUPERSEDED");
            taken = await Commitments.TakeAsync(mutation, commitment, claims);
            return new CommitBudgetResponse { Commitment = commitment.ToMessage(taken), Lines = { split.Lines } };
        });
        if (taken.Count > 0)
            metrics.CountCommitted(context.Caller().Programme, taken.Sum(share => share.Pence), taken.Count(share => share.OverCommitted));
        return response;
    }

    /// <inheritdoc/>
    public override Task<ReleaseCommitmentResponse> ReleaseCommitment(ReleaseCommitmentRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var expected = Etag.Parse(request.Etag);
            var commitment = await CommitmentStore.LockAsync(mutation, Guid.Parse(request.CommitmentId));
            if (!commitment.IsHeld)
                throw Refusal.Rule("COMMITMENT_NOT_HELD", "Only a hold can be released.", null, ("state", commitment.State));
            if (commitment.Version != expected)
                throw Refusal.EtagMismatch(commitment.Version);
            await Commitments.GiveBackAsync(mutation, [commitment], CommitmentState.Released, "RELEASED");
            return new ReleaseCommitmentResponse { Commitment = await MessageAsync(mutation, await CommitmentStore.GetAsync(mutation, commitment.Id)) };
        });

    /// <inheritdoc/>
    public override Task<Commitment> GetCommitment(GetCommitmentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
            await MessageAsync(session, await CommitmentStore.GetAsync(session, Guid.Parse(request.CommitmentId))));

    /// <inheritdoc/>
    public override Task<ListCommitmentsResponse> ListCommitments(ListCommitmentsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"commitments:{request.PlanId}");
            Guid? planId = request.PlanId is "" ? null : Guid.Parse(request.PlanId);
            var (rows, next) = page.Split(await CommitmentStore.ListAsync(session, planId, page), row => row.Id);
            var shares = await CommitmentStore.SharesAsync(session, rows.Select(row => row.Id));
            return new ListCommitmentsResponse { Commitments = { rows.Select(row => row.ToMessage(shares[row.Id])) }, NextPageToken = next };
        });

    /// <summary>An indicative budget, read when nobody else holds its person: neither dies nor is decided upon anew before the work ends.</summary>
    private async Task<(PersonStanding Person, AllocationRow Allocation)> LockAsync(Mutation mutation, Guid allocationId)
    {
        var person = await people.LockAsync(mutation, (await AllocationStore.GetAsync(mutation, allocationId)).PersonId);
        return (person, await AllocationStore.GetAsync(mutation, allocationId));
    }

    /// <summary>No money is set aside for the dead, nor on a decision whose place another took.</summary>
    private static void RequireStanding(PersonStanding person, AllocationRow allocation)
    {
        if (person.HasDied)
            throw Refusal.Rule("PERSON_DIED", "The person has died: nothing new is approved or set aside.", "DOMAIN 0, A14", ("allocation_id", allocation.Id));
        if (allocation.IsSuperseded)
        {
            throw Refusal.Rule(
                "ALLOCATION_SUPERSEDED", "A later decision took the place of the one that this indicative budget was issued on.", null,
                ("allocation_id", allocation.Id), ("superseded_by_allocation_id", allocation.SupersededById?.ToString() ?? ""));
        }
    }

    /// <summary>The commitment that a version of a plan has already, locked.</summary>
    /// <exception cref="Refusal">COMMITMENT_EXISTS: it is for other lines.</exception>
    private static async Task<CommitmentRow> KnownAsync(
        Mutation mutation, CommitBudgetRequest request, int financialYear, SplitCostsResponse split, IReadOnlyList<Claim> claims)
    {
        var commitment = await CommitmentStore.LockOfPlanAsync(mutation, Guid.Parse(request.PlanId), request.PlanVersion);
        var stored = (await CommitmentStore.SharesAsync(mutation, [commitment.Id]))[commitment.Id].Select(share => share.Claim);
        return commitment.ReadSplit().Equals(split) && commitment.FinancialYear == financialYear && stored.SequenceEqual(claims)
            && commitment.AllocationId == Guid.Parse(request.AllocationId)
            ? commitment
            : throw Refusal.AlreadyExists(
                "COMMITMENT_EXISTS", "This version of the plan has a commitment for other lines.", ("commitment_id", commitment.Id));
    }

    private async Task<SplitCostsResponse> SplitAsync(Session session, IReadOnlyList<CostedLine> lines) =>
        CostSplit.Of(lines, await FundersStore.GetAsync(session), policy.Value);

    private static async Task<Commitment> MessageAsync(Session session, CommitmentRow commitment) =>
        commitment.ToMessage((await CommitmentStore.SharesAsync(session, [commitment.Id]))[commitment.Id]);

    private static void RequireDistinct(IReadOnlyList<CostedLine> lines)
    {
        var seen = new HashSet<string>();
        IReadOnlyList<Violation> faults =
        [
            .. lines.Select((line, index) => (Known: !seen.Add(line.LineId), index))
                .Where(line => line.Known)
                .Select(line => new Violation($"lines[{line.index}].line_id", "DUPLICATE", "This line stands in the request already.")),
        ];
        if (faults.Count > 0)
            throw Refusal.Invalid(faults);
    }
}
