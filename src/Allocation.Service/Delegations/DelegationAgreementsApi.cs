using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Delegations;

/// <summary>The contract's DelegationAgreementsService.</summary>
internal sealed class DelegationAgreementsApi(UnitOfWork work) : DelegationAgreementsService.DelegationAgreementsServiceBase
{
    private const string Subject = "DELEGATION_AGREEMENT";

    /// <inheritdoc/>
    public override Task<DelegationAgreement> CreateDelegationAgreement(CreateDelegationAgreementRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            Refusal.ThrowIfAny([.. Faults(request.DelegationAgreement, mutation.Caller.Organisation)]);
            var id = mutation.NewId();
            await DelegationStore.InsertAsync(mutation, id, request.DelegationAgreement);
            mutation.Audit("allocation.delegation_agreement.recorded", Subject, id);
            return (await DelegationStore.GetAsync(mutation, id)).ToMessage();
        });

    /// <inheritdoc/>
    public override Task<EndDelegationAgreementResponse> EndDelegationAgreement(EndDelegationAgreementRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var agreement = await DelegationStore.LockAsync(mutation, Guid.Parse(request.DelegationAgreementId), Etag.Parse(request.Etag));
            if (agreement.Funder != mutation.Caller.Organisation)
                throw Refusal.Rule("NOT_A_FUNDER", "The agreement is another organisation's: that one ends it.", "DOMAIN 0, A5", ("delegation_agreement_id", agreement.Id));
            if (agreement.EndDate < mutation.Today)
                throw Refusal.Rule("DELEGATION_AGREEMENT_ENDED", "The agreement has ended.", null, ("end_date", Dates.Text(agreement.EndDate)));
            var (endDate, earliest) = (Dates.Parse(request.EndDate), mutation.Today.AddDays(-1));
            if (endDate < (agreement.StartDate > mutation.Today ? agreement.StartDate.AddDays(-1) : earliest) || endDate > agreement.EndDate)
                throw Refusal.Invalid(new Violation("end_date", "OUT_OF_RANGE", "Yesterday or later, from the day before its first, and not after the last day that it has."));
            await DelegationStore.EndAsync(mutation, agreement.Id, endDate);
            mutation.Audit("allocation.delegation_agreement.ended", Subject, agreement.Id);
            return new EndDelegationAgreementResponse { DelegationAgreement = (await DelegationStore.GetAsync(mutation, agreement.Id)).ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<DelegationAgreement> GetDelegationAgreement(GetDelegationAgreementRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await DelegationStore.GetAsync(session, Guid.Parse(request.DelegationAgreementId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListDelegationAgreementsResponse> ListDelegationAgreements(ListDelegationAgreementsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "delegation-agreements");
            var (rows, next) = page.Split(await DelegationStore.ListAsync(session, page), row => row.Id);
            return new ListDelegationAgreementsResponse { DelegationAgreements = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static IEnumerable<Violation> Faults(DelegationAgreement agreement, string organisation)
    {
        if (agreement.ApproverFunder == organisation)
            yield return new Violation("delegation_agreement.approver_funder", "SAME_FUNDER", "Another organisation decides: your own approves its shares anyway.");
        if (agreement.EndDate is not "" && Dates.Parse(agreement.EndDate) < Dates.Parse(agreement.StartDate))
            yield return new Violation("delegation_agreement.end_date", "BEFORE_START", "The last day is not before the first.");
    }
}
