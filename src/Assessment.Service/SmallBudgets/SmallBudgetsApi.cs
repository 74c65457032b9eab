using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.SmallBudgets;

/// <summary>The contract's SmallBudgetsService.</summary>
internal sealed class SmallBudgetsApi(UnitOfWork work, NoticeIssuing notices, IOptions<SmallBudgetSettings> settings) : SmallBudgetsService.SmallBudgetsServiceBase
{
    private const string Subject = "SMALL_BUDGET";

    /// <inheritdoc/>
    public override Task<SmallBudget> CreateSmallBudget(CreateSmallBudgetRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (personId, budget) = (Guid.Parse(request.PersonId), request.SmallBudget);
                await PersonStore.RequireLivingAsync(mutation, personId);
                if (SmallBudgetRules.FaultsOf(budget, settings.Value).ToArray() is { Length: > 0 } faults)
                    throw Refusal.Invalid(faults);
                var funder = await FunderCheck.RequireAsync(mutation, "small_budget.funder", budget.Funder, mutation.Today);
                var amount = budget.Items.Sum(item => item.AmountPence);
                SmallBudgetRules.RequireWithinLimit(budget.Kind, amount, settings.Value);
                if (budget.Management is Management.DirectPayment)
                    await RequirePermittedAsync(mutation, personId, funder);
                if (budget is { Kind: SmallBudgetKind.OneOff, Management: Management.DirectPayment })
                    await SmallBudgetStore.RequireNoOneOffAsync(mutation, personId, SmallBudgetRules.FinancialYearOf(mutation.Today));
                var id = mutation.NewId();
                await SmallBudgetStore.InsertAsync(mutation, id, personId, budget, amount);
                mutation.Audit("assessment.small_budget.proposed", Subject, id, personId: personId);
                return (await SmallBudgetStore.GetAsync(mutation, id)).ToMessage();
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<SmallBudget> GetSmallBudget(GetSmallBudgetRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.SmallBudgetId)));

    /// <inheritdoc/>
    public override Task<ListSmallBudgetsResponse> ListSmallBudgets(ListSmallBudgetsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"small-budgets:{personId}");
            var (rows, next) = page.Split(await SmallBudgetStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListSmallBudgetsResponse { SmallBudgets = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ApproveSmallBudgetResponse> ApproveSmallBudget(ApproveSmallBudgetRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var expected = Etag.Parse(request.Etag);
                var budget = await ToDecideAsync(mutation, Guid.Parse(request.SmallBudgetId));
                SmallBudgetRules.RequireWithinLimit(budget.BudgetKind, budget.AmountPence, settings.Value);
                var year = SmallBudgetRules.FinancialYearOf(mutation.Today);
                // Until this is done, nothing that a permission rests on changes, and no other one-off is approved.
                await PersonStore.RequireLivingAsync(mutation, budget.PersonId);
                if (budget.IsDirectPayment)
                {
                    await RequirePermittedAsync(mutation, budget.PersonId, await FunderOfAsync(mutation, budget));
                    if (budget.BudgetKind is SmallBudgetKind.OneOff)
                        await SmallBudgetStore.RequireNoOneOffAsync(mutation, budget.PersonId, year);
                }

                var approved = await SmallBudgetStore.DecideAsync(mutation, budget.Id, expected, SmallBudgetState.Approved, year, null);
                mutation.Audit("assessment.small_budget.approved", Subject, budget.Id, personId: budget.PersonId);
                Publish(mutation, approved);
                return new ApproveSmallBudgetResponse { SmallBudget = approved.ToMessage() };
            },
            async (session, id) => new ApproveSmallBudgetResponse { SmallBudget = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<RefuseSmallBudgetResponse> RefuseSmallBudget(RefuseSmallBudgetRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var expected = Etag.Parse(request.Etag);
                var reasons = NoticeReasons.Of(request.Reasons);
                var budget = await ToDecideAsync(mutation, Guid.Parse(request.SmallBudgetId));
                mutation.Audit("assessment.small_budget.refused", Subject, budget.Id, personId: budget.PersonId);
                var route = FunderCheck.RouteOf(await FunderOfAsync(mutation, budget));
                var noticeId = await notices.IssueAsync(mutation, new NewNotice(
                    NoticeKind.SmallBudgetRefused, Subject, budget.Id, budget.PersonId, "REFUSED", reasons, route));
                var refused = await SmallBudgetStore.DecideAsync(mutation, budget.Id, expected, SmallBudgetState.Refused, null, noticeId);
                return new RefuseSmallBudgetResponse { SmallBudget = refused.ToMessage() };
            },
            async (session, id) => new RefuseSmallBudgetResponse { SmallBudget = await ShowAsync(session, id) });

    /// <summary>A proposal that the caller may decide: theirs to pay, not theirs to have made.</summary>
    private static async Task<SmallBudgetRow> ToDecideAsync(Mutation mutation, Guid id)
    {
        var budget = await SmallBudgetStore.GetAsync(mutation, id);
        if (budget.State is not "PROPOSED")
            throw SmallBudgetStore.Decided(budget);
        if (budget.Funder != mutation.Caller.Organisation)
            throw Refusal.Rule("NOT_A_FUNDER", "The caller's organisation does not pay for it.", "DOMAIN 0, A5", ("funder", budget.Funder));
        if (budget.ProposedBy == mutation.Caller.Subject)
            throw Refusal.Rule("CHECKER_IS_MAKER", "A second person decides, never the one who proposed it.", "DOMAIN 0, A29", ("small_budget_id", id));
        return budget;
    }

    // Its day is the one of the proposal: the funder was known then, and stays who the person has to turn to.
    private static Task<OrganisationKind> FunderOfAsync(Session session, SmallBudgetRow budget) =>
        FunderCheck.RequireAsync(session, "small_budget.funder", budget.Funder, LondonTime.DateOf(new DateTimeOffset(budget.ProposedAt)));

    /// <summary>Makes sure that the funder's law permits a direct payment to the person or in respect of them.</summary>
    /// <exception cref="Refusal">DIRECT_PAYMENT_NOT_PERMITTED: not decided, or decided against. Which, and why, is not told (DOMAIN 0, A9).</exception>
    private static async Task RequirePermittedAsync(Session session, Guid personId, OrganisationKind funder)
    {
        var law = funder is OrganisationKind.LocalAuthority ? DirectPaymentRoute.CareAct : DirectPaymentRoute.Nhs;
        var permission = await DirectPaymentStore.FindAsync(session, personId);
        if (permission?.ToMessage().Routes.Any(route => route.Route == law && route.Permitted) is not true)
        {
            throw Refusal.Rule(
                "DIRECT_PAYMENT_NOT_PERMITTED", "No direct payment may be made at present: choose another management of the money.",
                "SI 2013/1617; SI 2014/2871", ("person_id", personId));
        }
    }

    private static async Task<SmallBudget> ShowAsync(Session session, Guid id)
    {
        var budget = await SmallBudgetStore.GetAsync(session, id);
        session.AuditRead(Subject, id, budget.PersonId);
        return budget.ToMessage();
    }

    private static void Publish(Mutation mutation, SmallBudgetRow budget) => mutation.Publish(
        new SmallBudgetApproved
        {
            Programme = mutation.Programme,
            SubjectId = budget.Id.ToString(),
            SubjectVersion = budget.Version,
            OccurredAt = mutation.Now,
            PersonId = budget.PersonId.ToString(),
            Kind = budget.Kind,
            Funder = budget.Funder,
            AmountPence = budget.AmountPence,
            Management = budget.Management,
        },
        budget.Id.ToString());
}
