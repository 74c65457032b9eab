using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>The contract's SplitOverridesService.</summary>
internal sealed class SplitOverridesApi(UnitOfWork work, PersonStandingStore people, IOptions<SplitSettings> settings)
    : SplitOverridesService.SplitOverridesServiceBase
{
    private const string Subject = "SPLIT_OVERRIDE";

    /// <inheritdoc/>
    public override Task<SplitOverride> CreateSplitOverride(CreateSplitOverrideRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (decision, personId) = (request.SplitOverride, Guid.Parse(request.PersonId));
                if (!await SplitOverrideStore.IsKnownAsync(mutation, [personId]))
                    throw Refusal.NotFound("PERSON", personId);
                Refusal.ThrowIfAny(SplitChecks.Faults(decision, mutation.Today));
                await SplitTermsStore.HoldAsync(mutation);
                await people.LockAsync(mutation, personId);
                var id = mutation.NewId();
                await SplitOverrideStore.InsertAsync(mutation, id, personId, decision);
                mutation.Audit("allocation.split_override.decided", Subject, id, personId: personId);
                var commitments = await CommitmentStore.LockStandingOfPersonAsync(mutation, await people.IdsAsync(mutation, personId));
                await DividingAnew.ApplyAsync(mutation, commitments, settings.Value, Dates.Parse(decision.StartDate), decision.Reason);
                return (await SplitOverrideStore.GetAsync(mutation, id)).ToMessage();
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<SplitOverride> GetSplitOverride(GetSplitOverrideRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.SplitOverrideId)));

    /// <inheritdoc/>
    public override Task<ListSplitOverridesResponse> ListSplitOverrides(ListSplitOverridesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"split-overrides:{request.PersonId}");
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var (rows, next) = page.Split(await SplitOverrideStore.ListAsync(session, personIds, page), row => row.Id);
            session.AuditReadOfPeople([.. rows.Select(row => row.PersonId).Distinct()]);
            return new ListSplitOverridesResponse { SplitOverrides = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<SplitOverride> ShowAsync(Session session, Guid id)
    {
        var decision = await SplitOverrideStore.GetAsync(session, id);
        session.AuditRead(Subject, id, decision.PersonId);
        return decision.ToMessage();
    }
}
