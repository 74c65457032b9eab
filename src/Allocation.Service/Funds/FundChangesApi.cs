using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The contract's FundChangesService.</summary>
internal sealed class FundChangesApi(UnitOfWork work) : FundChangesService.FundChangesServiceBase
{
    private const string Subject = "FUND_CHANGE";

    /// <inheritdoc/>
    public override Task<FundChange> CreateFundChange(CreateFundChangeRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var fund = await FundStore.GetAsync(mutation, Guid.Parse(request.FundId));
            var day = Dates.Parse(request.FundChange.EffectiveDate);
            Refusal.ThrowIfAny(Faults(fund, day, mutation.Today));
            FundPeriods.RequireOpen(fund, day);
            var pence = request.FundChange.Direction is FundChangeDirection.Less ? -request.FundChange.AmountPence : request.FundChange.AmountPence;
            var change = await FundChangeStore.InsertAsync(mutation, fund.Id, pence, day, request.FundChange.Reason);
            mutation.Audit("allocation.fund_change.proposed", Subject, change.Id);
            return change.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<FundChange> GetFundChange(GetFundChangeRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await FundChangeStore.GetAsync(session, Guid.Parse(request.FundChangeId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListFundChangesResponse> ListFundChanges(ListFundChangesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"fund-changes:{request.FundId}");
            var fundId = Ids.ParseOptional(request.FundId);
            var (rows, next) = page.Split(await FundChangeStore.ListAsync(session, fundId, page), row => row.Id);
            return new ListFundChangesResponse { FundChanges = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ApproveFundChangeResponse> ApproveFundChange(ApproveFundChangeRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var change = await FundChangeStore.LockAsync(mutation, Guid.Parse(request.FundChangeId), Etag.Parse(request.Etag));
            if (change.ProposedBy == mutation.Caller.Subject)
                throw Refusal.Rule("CHECKER_IS_MAKER", "A change is approved by another person than the one who proposed it.", "DOMAIN 9.4");
            var fund = await FundStore.LockAsync(mutation, change.FundId);
            FundPeriods.RequireOpen(fund, change.EffectiveDate);
            if (fund.ApprovedPence + change.ChangePence < 0)
            {
                throw Refusal.Rule(
                    "FUND_BELOW_ZERO", "More would be taken from the fund than was approved.", null,
                    ("approved_pence", fund.ApprovedPence), ("amount_pence", -change.ChangePence));
            }

            await FundStore.ApproveAsync(mutation, fund.Id, change.ChangePence);
            var approved = await FundChangeStore.DecideAsync(mutation, change.Id, FundChangeState.Approved);
            mutation.Audit("allocation.fund_change.approved", Subject, change.Id);
            return new ApproveFundChangeResponse { FundChange = approved.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<RefuseFundChangeResponse> RefuseFundChange(RefuseFundChangeRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var change = await FundChangeStore.LockAsync(mutation, Guid.Parse(request.FundChangeId), Etag.Parse(request.Etag));
            var refused = await FundChangeStore.DecideAsync(mutation, change.Id, FundChangeState.Refused);
            mutation.Audit("allocation.fund_change.refused", Subject, change.Id);
            return new RefuseFundChangeResponse { FundChange = refused.ToMessage() };
        });

    private static IReadOnlyList<Violation> Faults(FundRow fund, DateOnly day, DateOnly today) =>
    [
        .. day > today ? [new Violation("fund_change.effective_date", "NOT_IN_FUTURE", "A change counts from a day that has come.")] : Array.Empty<Violation>(),
        .. day > FinancialYear.LastDayOf(fund.FinancialYear, FinancialYear.Periods)
            ? [new Violation("fund_change.effective_date", "AFTER_YEAR", "A change counts in the fund's year or before it.")]
            : Array.Empty<Violation>(),
    ];
}
