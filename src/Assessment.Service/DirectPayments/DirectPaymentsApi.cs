using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>The contract's DirectPaymentsService.</summary>
internal sealed class DirectPaymentsApi(UnitOfWork work, DirectPaymentPermissions permissions) : DirectPaymentsService.DirectPaymentsServiceBase
{
    private const string Subject = "DIRECT_PAYMENT_DECISION", Restricted = "EXCLUSION_FLAG";

    /// <inheritdoc/>
    public override Task<DecideDirectPaymentResponse> DecideDirectPayment(DecideDirectPaymentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.LockOneAsync(mutation, personId);
                Require(request.Findings);
                var (id, permission) = await permissions.DecideAsync(mutation, personId, request.Findings);
                return new DecideDirectPaymentResponse
                {
                    DirectPaymentDecision = (await DirectPaymentStore.GetDecisionAsync(mutation, id)).ToMessage(),
                    DirectPaymentPermission = permission.ToMessage(),
                };
            },
            async (session, id) =>
            {
                var decision = await ShowAsync(session, id);
                return new DecideDirectPaymentResponse
                {
                    DirectPaymentDecision = decision.ToMessage(),
                    DirectPaymentPermission = await PermissionAsync(session, decision.PersonId),
                };
            });

    /// <inheritdoc/>
    public override Task<DirectPaymentPermission> GetDirectPaymentPermission(GetDirectPaymentPermissionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => PermissionAsync(session, Guid.Parse(request.PersonId)));

    /// <inheritdoc/>
    public override Task<DirectPaymentDecision> GetDirectPaymentDecision(GetDirectPaymentDecisionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await ShowAsync(session, Guid.Parse(request.DirectPaymentDecisionId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListDirectPaymentDecisionsResponse> ListDirectPaymentDecisions(ListDirectPaymentDecisionsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"direct-payment-decisions:{personId}");
            var (rows, next) = page.Split(await DirectPaymentStore.ListDecisionsAsync(session, personId, page), row => row.Id);
            return new ListDirectPaymentDecisionsResponse { DirectPaymentDecisions = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ReplayDirectPaymentDecisionResponse> ReplayDirectPaymentDecision(ReplayDirectPaymentDecisionRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var decision = await ShowAsync(session, Guid.Parse(request.DirectPaymentDecisionId));
            var message = decision.ToMessage();
            var outcomes = DirectPaymentRules.Decide(message.Facts, decision.Flags().Count > 0);
            return new ReplayDirectPaymentDecisionResponse { Same = outcomes.SequenceEqual(message.Outcomes), Outcomes = { outcomes } };
        });

    /// <inheritdoc/>
    public override Task<GetDirectPaymentFactsResponse> GetDirectPaymentFacts(GetDirectPaymentFactsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var decision = await DirectPaymentStore.GetDecisionAsync(session, Guid.Parse(request.DirectPaymentDecisionId));
            session.AuditRead(Restricted, decision.Id, decision.PersonId);
            return new GetDirectPaymentFactsResponse { Facts = decision.ToMessage().Facts, ExclusionFlags = { decision.Flags() } };
        });

    private static async Task<DirectPaymentPermission> PermissionAsync(Session session, Guid personId)
    {
        await PersonStore.RequireAsync(session, personId);
        session.AuditRead("PERSON", personId);
        return (await DirectPaymentStore.FindOfSurvivorAsync(session, personId) ?? throw Refusal.NotFound("DIRECT_PAYMENT_PERMISSION", personId)).ToMessage();
    }

    private static async Task<DirectPaymentDecisionRow> ShowAsync(Session session, Guid id)
    {
        var decision = await DirectPaymentStore.GetDecisionAsync(session, id);
        session.AuditRead(Subject, id, decision.PersonId);
        return decision;
    }

    private static void Require(IReadOnlyList<DirectPaymentFindings> findings)
    {
        var faults = findings
            .SelectMany((one, place) => Faults(one, $"findings[{place}]", findings.Take(place).Any(earlier => earlier.Route == one.Route)))
            .ToList();
        Refusal.ThrowIfAny(faults);
    }

    private static IEnumerable<Violation> Faults(DirectPaymentFindings findings, string path, bool isRepeated)
    {
        if (isRepeated)
            yield return new Violation($"{path}.route", "DUPLICATE", "Findings by this law are given already.");
        if (findings is not { AbleToManage: true, Appropriate: true } && string.IsNullOrWhiteSpace(findings.Reasons))
            yield return new Violation($"{path}.reasons", "REQUIRED", "A finding that is no is explained to the person.");
    }
}
