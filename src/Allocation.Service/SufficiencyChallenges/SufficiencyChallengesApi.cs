using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.SufficiencyChallenges;

/// <summary>The contract's SufficiencyChallengesService.</summary>
internal sealed class SufficiencyChallengesApi(
    UnitOfWork work, PersonStandingStore people, IOptions<ChallengeSettings> settings, IOptions<BudgetComponentSettings> policy, AllocationMetrics metrics)
    : SufficiencyChallengesService.SufficiencyChallengesServiceBase
{
    private const string Subject = "SUFFICIENCY_CHALLENGE";

    /// <inheritdoc/>
    public override Task<SufficiencyChallenge> CreateSufficiencyChallenge(CreateSufficiencyChallengeRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var challenge = request.SufficiencyChallenge;
                var allocation = await Issuing.LockAsync(mutation, people, Guid.Parse(request.AllocationId));
                Issuing.RequireStanding(allocation);
                ChallengeRules.RequireRaised(challenge, allocation, mutation.Today);
                var id = mutation.NewId();
                var dueOn = Dates.Parse(challenge.RaiseDate).AddDays(settings.Value.AnswerDays);
                await ChallengeStore.InsertAsync(mutation, id, allocation.Id, allocation.PersonId, challenge, dueOn);
                mutation.Audit("allocation.sufficiency_challenge.raised", Subject, id, challenge.RaisedBy.Code(), allocation.PersonId);
                return (await ChallengeStore.GetAsync(mutation, id)).ToMessage(mutation.Today);
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<SufficiencyChallenge> GetSufficiencyChallenge(GetSufficiencyChallengeRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.SufficiencyChallengeId)));

    /// <inheritdoc/>
    public override Task<ListSufficiencyChallengesResponse> ListSufficiencyChallenges(ListSufficiencyChallengesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var filter = $"sufficiency-challenges:{request.PersonId}:{request.AllocationId}:{request.State}:{request.Overdue}";
            var page = Page.Read(request.PageSize, request.PageToken, session, filter);
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var allocationId = Ids.ParseOptional(request.AllocationId);
            var listed = await ChallengeStore.ListAsync(session, personIds, allocationId, request.State, request.Overdue, page);
            var (rows, next) = page.Split(listed, row => row.Id);
            session.AuditReadOfPeople([.. rows.Select(row => row.PersonId).Distinct()]);
            return new ListSufficiencyChallengesResponse
            {
                SufficiencyChallenges = { rows.Select(row => row.ToMessage(session.Today)) },
                NextPageToken = next,
            };
        });

    /// <inheritdoc/>
    public override async Task<DecideSufficiencyChallengeResponse> DecideSufficiencyChallenge(DecideSufficiencyChallengeRequest request, ServerCallContext context)
    {
        var isNew = false;
        var response = await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected) = (Guid.Parse(request.SufficiencyChallengeId), Etag.Parse(request.Etag));
                // The person's lock first, everywhere: of an answer and a new decision one sees the other.
                var allocation = await Issuing.LockAsync(mutation, people, (await ChallengeStore.GetAsync(mutation, id)).AllocationId);
                var challenge = await ChallengeStore.GetToCloseAsync(mutation, id, expected);
                await RequireOtherAsync(mutation, allocation);
                ChallengeRules.RequireAnswer(request, challenge, allocation);

                mutation.Audit("allocation.sufficiency_challenge.decided", Subject, id, request.Outcome.Code(), challenge.PersonId);
                var answerId = request.AnnualPence > 0
                    ? await Issuing.ReissueAsync(mutation, allocation, ChallengeRules.Change(request, allocation, mutation), policy.Value)
                    : request.Outcome is ChallengeOutcome.NotUpheld ? null : allocation.SupersededById;
                var closed = await ChallengeStore.CloseAsync(
                    mutation, id, expected, ChallengeRules.StateAfter(request.Outcome), ChallengeRules.Reasons(request), answerId);
                isNew = true;
                return new DecideSufficiencyChallengeResponse { SufficiencyChallenge = closed.ToMessage(mutation.Today) };
            },
            async (session, id) => new DecideSufficiencyChallengeResponse { SufficiencyChallenge = await ShowAsync(session, id) });
        if (isNew)
            metrics.CountChallengeAnswered(context.Caller().Programme, request.Outcome.Code());
        return response;
    }

    /// <inheritdoc/>
    public override Task<WithdrawSufficiencyChallengeResponse> WithdrawSufficiencyChallenge(WithdrawSufficiencyChallengeRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                string[] reasons = string.IsNullOrWhiteSpace(request.Reason) ? [] : [request.Reason.Trim()];
                var withdrawn = await ChallengeStore.CloseAsync(
                    mutation, Guid.Parse(request.SufficiencyChallengeId), Etag.Parse(request.Etag), ChallengeState.Withdrawn, reasons, null);
                mutation.Audit("allocation.sufficiency_challenge.withdrawn", Subject, withdrawn.Id, personId: withdrawn.PersonId);
                return new WithdrawSufficiencyChallengeResponse { SufficiencyChallenge = withdrawn.ToMessage(mutation.Today) };
            },
            async (session, id) => new WithdrawSufficiencyChallengeResponse { SufficiencyChallenge = await ShowAsync(session, id) });

    private static async Task RequireOtherAsync(Mutation mutation, AllocationRow allocation)
    {
        var caller = mutation.Caller.Subject;
        if ((await AllocationStore.IssuersAsync(mutation, allocation.Id)).Contains(caller) || await ChallengeStore.HasAnsweredAsync(mutation, allocation.Id, caller))
        {
            throw Refusal.Rule(
                "DECIDER_IS_ISSUER", "Somebody who had no part in a figure looks at whether it is enough.", "Care and support statutory guidance 11.24; DOMAIN 4.5",
                ("allocation_id", allocation.Id));
        }
    }

    private static async Task<SufficiencyChallenge> ShowAsync(Session session, Guid id)
    {
        var challenge = await ChallengeStore.GetAsync(session, id);
        session.AuditRead(Subject, id, challenge.PersonId);
        return challenge.ToMessage(session.Today);
    }
}
