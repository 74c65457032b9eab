using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Small and one-off budgets (DOMAIN 0, A29).</summary>
[Collection<AssessmentCollection>]
public sealed class Taking_the_light_path(AssessmentService assessment)
{
    private readonly AroundAPerson _around = new(assessment);

    private Metadata Bob => assessment.Service.As("bob", TestService.IntegratedCareBoard);

    private Metadata Cho => assessment.Service.As("cho", TestService.Council);

    [Fact]
    public async Task takes_one_form_and_one_approval()
    {
        var proposed = await ProposedAsync();
        var approved = (await Approve(proposed, Cho)).SmallBudget;

        Assert.Equal((SmallBudgetState.Proposed, 30_000, "ann", "1"), (proposed.State, proposed.AmountPence, proposed.ProposedBy, proposed.Etag));
        Assert.Equal((SmallBudgetState.Approved, "cho", "2"), (approved.State, approved.DecidedBy, approved.Etag));
        var told = Assert.Single(await assessment.Service.EventsAsync<SmallBudgetApproved>(approved.SmallBudgetId));
        Assert.Contains("30000", told, StringComparison.Ordinal);
        Assert.DoesNotContain("drawing", told, StringComparison.Ordinal);
        Assert.Equal([approved], (await assessment.SmallBudgets.ListSmallBudgetsAsync(new ListSmallBudgetsRequest { PersonId = approved.PersonId }, assessment.Ann)).SmallBudgets);
        await Approve(approved, Cho).RefusedAsync(StatusCode.FailedPrecondition, "SMALL_BUDGET_DECIDED");
    }

    [Fact]
    public async Task is_approved_by_somebody_else_of_the_funder()
    {
        var proposed = await ProposedAsync();

        await Approve(proposed, assessment.Service.As("ann", TestService.Council)).RefusedAsync(StatusCode.FailedPrecondition, "CHECKER_IS_MAKER");
        await Approve(proposed, assessment.Service.As("cho")).RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_FUNDER");
        await Approve(proposed, Cho, etag: "5").RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        Assert.Equal(proposed, await assessment.SmallBudgets.GetSmallBudgetAsync(new GetSmallBudgetRequest { SmallBudgetId = proposed.SmallBudgetId }, assessment.Ann));
    }

    [Fact]
    public async Task is_refused_with_reasons_in_a_notice_of_the_funders_route()
    {
        const string Reason = "The college gives you this course free of charge.";
        var proposed = await ProposedAsync();

        Assert.Equal(["reasons[0]"], (await RefusedCall.OfAsync(Refuse(proposed, " "))).Fields);
        var refused = (await Refuse(proposed, Reason)).SmallBudget;

        var notice = await assessment.Notices.GetNoticeAsync(new GetNoticeRequest { NoticeId = refused.NoticeId }, assessment.Ann);
        Assert.Equal((NoticeKind.SmallBudgetRefused, NoticeRoute.Council, refused.SmallBudgetId), (notice.Kind, notice.Route, notice.SubjectId));
        Assert.Equal([Reason], notice.Reasons);
        Assert.Equal((SmallBudgetState.Refused, "2"), (refused.State, refused.Etag));
    }

    [Fact]
    public async Task is_closed_to_what_is_above_the_local_limit_to_no_consent_and_to_an_unknown_funder()
    {
        var person = await assessment.RegisteredAsync();

        var refusal = await Propose(person.PersonId, Budget(budget => budget.Items[0].AmountPence = 80_001)).RefusedAsync(StatusCode.FailedPrecondition, "SMALL_BUDGET_LIMIT");
        Assert.Equal("100000", refusal.Metadata["limit_pence"]);
        Assert.Equal(["small_budget.consented"], (await RefusedCall.OfAsync(Propose(person.PersonId, Budget(budget => budget.Consented = false)))).Fields);
        Assert.Equal(["small_budget.funder"], (await RefusedCall.OfAsync(Propose(person.PersonId, Budget(budget => budget.Funder = "QZZ")))).Fields);
        Assert.Equal(["small_budget.items[0].amount_pence"], (await RefusedCall.OfAsync(Propose(person.PersonId, Budget(budget => budget.Items[0].AmountPence = 0)))).Fields);
        Assert.Equal(["small_budget.items"], (await RefusedCall.OfAsync(Propose(person.PersonId, Budget(budget => budget.Items.Clear())))).Fields.Distinct());
        await Propose(Guid.NewGuid().ToString(), Budget()).RefusedAsync(StatusCode.NotFound, "PERSON_NOT_FOUND");
        Assert.Empty((await assessment.SmallBudgets.ListSmallBudgetsAsync(new ListSmallBudgetsRequest { PersonId = person.PersonId }, assessment.Ann)).SmallBudgets);
    }

    [Fact]
    public async Task gives_one_one_off_direct_payment_a_year_even_when_several_are_approved_at_once()
    {
        var (personId, _, _) = await _around.PermittedAsync();
        var proposals = new List<SmallBudget>();
        for (var i = 0; i < 4; i++)
            proposals.Add(await Propose(personId, Budget(PaidOut)));

        var outcomes = await Task.WhenAll(proposals.Select(async proposal =>
        {
            try
            {
                return (await Approve(proposal, Bob)).SmallBudget.State.ToString();
            }
            catch (RpcException failure)
            {
                return failure.StatusCode.ToString();
            }
        }));

        Assert.Single(outcomes, nameof(SmallBudgetState.Approved));
        Assert.Equal(3, outcomes.Count(outcome => outcome is nameof(StatusCode.FailedPrecondition)));
        await Propose(personId, Budget(PaidOut)).RefusedAsync(StatusCode.FailedPrecondition, "ONE_OFF_TAKEN");
        // The rule is of direct payments: what the funder buys itself is not bound by it.
        Assert.Equal(SmallBudgetState.Approved, (await Approve(await Propose(personId, Budget()), Cho)).SmallBudget.State);
    }

    [Fact]
    public async Task is_paid_out_only_where_a_direct_payment_is_permitted_on_the_day_of_the_approval_too()
    {
        var undecided = await assessment.RegisteredAsync();
        await Propose(undecided.PersonId, Budget(PaidOut)).RefusedAsync(StatusCode.FailedPrecondition, "DIRECT_PAYMENT_NOT_PERMITTED");

        var (personId, _, _) = await _around.PermittedAsync();
        // What the NHS permits, the council has not decided.
        await Propose(personId, Budget(budget => budget.Management = Management.DirectPayment)).RefusedAsync(StatusCode.FailedPrecondition, "DIRECT_PAYMENT_NOT_PERMITTED");
        var proposed = await Propose(personId, Budget(PaidOut));
        await _around.Flag(personId);
        await Approve(proposed, Bob).RefusedAsync(StatusCode.FailedPrecondition, "DIRECT_PAYMENT_NOT_PERMITTED");
    }

    [Fact]
    public async Task keeps_nobody_from_being_merged_who_was_paid_on_both_records()
    {
        var people = new List<Person>();
        for (var i = 0; i < 2; i++)
        {
            var (personId, _, _) = await _around.PermittedAsync();
            await Approve(await Propose(personId, Budget(PaidOut)), Bob);
            people.Add(await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = personId }, assessment.Ann));
        }

        await assessment.Merges.MergePeopleAsync(
            new MergePeopleRequest
            {
                PersonId = people[0].PersonId, MergedPersonId = people[1].PersonId, Reason = MergeReason.RegisteredTwice, Note = "Same birth certificate.",
                NumbersDifferNote = "One was a clerk's mistake.", Etag = people[0].Etag, RequestId = NewRequestId(),
            },
            assessment.Ann);

        Assert.Equal(2, (await assessment.SmallBudgets.ListSmallBudgetsAsync(new ListSmallBudgetsRequest { PersonId = people[0].PersonId }, assessment.Ann)).SmallBudgets.Count);
    }

    private static void PaidOut(SmallBudget budget) => (budget.Management, budget.Funder) = (Management.DirectPayment, TestService.IntegratedCareBoard);

    private static SmallBudget Budget(Action<SmallBudget>? change = null)
    {
        var budget = new SmallBudget
        {
            Kind = SmallBudgetKind.OneOff, Outcome = "I want to get out of the house again.", Consented = true, Funder = TestService.Council, Management = Management.Notional,
            Items = { new SmallBudgetItem { Description = "A drawing course", AmountPence = 10_000 }, new SmallBudgetItem { Description = "Paper and pens", AmountPence = 20_000 } },
        };
        change?.Invoke(budget);
        return budget;
    }

    private async Task<SmallBudget> ProposedAsync() => await Propose((await assessment.RegisteredAsync()).PersonId, Budget());

    private AsyncUnaryCall<SmallBudget> Propose(string personId, SmallBudget budget) => assessment.SmallBudgets.CreateSmallBudgetAsync(
        new CreateSmallBudgetRequest { PersonId = personId, SmallBudget = budget, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<ApproveSmallBudgetResponse> Approve(SmallBudget budget, Metadata by, string? etag = null) => assessment.SmallBudgets.ApproveSmallBudgetAsync(
        new ApproveSmallBudgetRequest { SmallBudgetId = budget.SmallBudgetId, Etag = etag ?? budget.Etag, RequestId = NewRequestId() }, by);

    private AsyncUnaryCall<RefuseSmallBudgetResponse> Refuse(SmallBudget budget, string reason) => assessment.SmallBudgets.RefuseSmallBudgetAsync(
        new RefuseSmallBudgetRequest { SmallBudgetId = budget.SmallBudgetId, Reasons = { reason }, Etag = budget.Etag, RequestId = NewRequestId() }, Cho);
}
