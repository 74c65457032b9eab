using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.SufficiencyChallenges;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>
/// Brings an indicative budget down to fit a fund: a decision of policy with a name under it, never a step of a calculation. Sufficiency is law and
/// overrides it (DOMAIN 7.2; Care Act 2014 s26), so the unscaled figure stays beside it and the person can challenge it.
/// </summary>
internal sealed class Scaling(UnitOfWork work, PersonStandingStore people, IOptions<BudgetComponentSettings> policy)
{
    /// <summary>Issues the smaller budget.</summary>
    /// <exception cref="Refusal">ALLOCATION_NOT_FOUND; FUND_NOT_FOUND; FIELD_INVALID; PERSON_DIED; ALLOCATION_SUPERSEDED; CHALLENGE_OPEN; ETAG_MISMATCH.</exception>
    public Task<ScaleAllocationResponse> ScaleAsync(
        ScaleAllocationRequest request, ServerCallContext context, Func<Session, Guid, Task<ScaleAllocationResponse>> reload) => work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (allocationId, expected) = (Guid.Parse(request.AllocationId), Etag.Parse(request.Etag));
                var standing = await Issuing.LockAsync(mutation, people, allocationId);
                var fund = await FundStore.GetAsync(mutation, Guid.Parse(request.FundId));
                Issuing.RequireStanding(standing);
                if (standing.Version != expected)
                    throw Refusal.EtagMismatch(standing.Version);
                if (await ChallengeStore.FindOpenAsync(mutation, allocationId) is { } challengeId)
                {
                    throw Refusal.Rule(
                        "CHALLENGE_OPEN", "A challenge of this indicative budget is not answered: answer it first.", null,
                        ("allocation_id", allocationId), ("sufficiency_challenge_id", challengeId));
                }

                var before = standing.ToMessage();
                // Nobody is named for what was issued before its shares were kept.
                if (before.Shares.Count > 0 && before.Shares.All(share => share.Funder != fund.Funder))
                    throw Refusal.Invalid(new Violation("fund_id", "FUNDERS_DIFFER", "A budget is brought down to fit a fund that bears some of it."));
                var id = await Issuing.ReissueAsync(mutation, standing, new AllocationChange
                {
                    Cause = AllocationCause.Scaling,
                    FromAnnualPence = standing.AnnualPence,
                    ToAnnualPence = Figure(request, before),
                    Reasons = { request.Reason.Trim() },
                    DecidedBy = mutation.Caller.Subject,
                    DecideTime = Timestamp.FromDateTimeOffset(mutation.Now),
                    FundId = fund.Id.ToString(),
                    BasisPoints = request.BasisPoints,
                }, policy.Value);
                return new ScaleAllocationResponse { Allocation = (await AllocationStore.GetAsync(mutation, id)).ToMessage() };
            },
            reload);

    private static long Figure(ScaleAllocationRequest request, AllocationMessage standing)
    {
        if (request.AnnualPence > 0 == request.BasisPoints > 0)
        {
            throw Refusal.Invalid(new Violation(
                request.BasisPoints > 0 ? "basis_points" : "annual_pence", "ONE_WAY", "A figure, or basis points of the unscaled one: one of the two."));
        }

        var figure = request.AnnualPence > 0 ? request.AnnualPence : Reissue.Scaled(standing.UnscaledAnnualPence, request.BasisPoints);
        return figure < standing.AnnualPence
            ? figure
            : throw Refusal.Invalid(new Violation(
                request.AnnualPence > 0 ? "annual_pence" : "basis_points", "NOT_BELOW_FIGURE", "Scaling brings a figure down: more than before is another decision."));
    }
}
