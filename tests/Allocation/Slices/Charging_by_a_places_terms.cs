using Grpc.Core;
using PersonalBudgets.Allocation.Charging.Policies;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;
using static PersonalBudgets.Allocation.Tests.Slices.Charging;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Charging_by_a_places_terms(AllocationService allocation)
{
    private readonly ChargingPoliciesService.ChargingPoliciesServiceClient _policies = new(allocation.Service.Channel);
    private readonly ChargingRatesService.ChargingRatesServiceClient _rates = new(allocation.Service.Channel);
    private readonly PersonalBudgetStatementsService.PersonalBudgetStatementsServiceClient _statements = new(allocation.Service.Channel);

    [Fact]
    public async Task lists_and_gives_the_national_rates()
    {
        var first = await _rates.ListChargingRatesAsync(new ListChargingRatesRequest { PageSize = 2 }, allocation.Ann);
        var second = await _rates.ListChargingRatesAsync(new ListChargingRatesRequest { PageSize = 2, PageToken = first.NextPageToken }, allocation.Ann);

        Assert.Equal(["2024-25", "2025-26", "2026-27"], first.ChargingRates.Concat(second.ChargingRates).Select(rates => rates.Year));
        Assert.Equal(second.ChargingRates[0], await _rates.GetChargingRatesAsync(new GetChargingRatesRequest { ChargingRatesId = second.ChargingRates[0].ChargingRatesId }, allocation.Ann));
        Assert.Equal("CHARGING_RATES_NOT_FOUND", (await RefusedCall.OfAsync(_rates.GetChargingRatesAsync(new GetChargingRatesRequest { ChargingRatesId = NewId() }, allocation.Ann))).Reason);
    }

    [Fact]
    public async Task publishes_a_policy_by_another_hand_than_the_one_that_made_it_and_for_good()
    {
        var draft = await DraftAsync("2190-04-01");
        var bob = allocation.Service.As("bob");
        Assert.Equal("CHECKER_IS_MAKER", (await RefusedCall.OfAsync(Publish(draft, allocation.Ann))).Reason);
        var changed = await _policies.UpdateChargingPolicyAsync(
            new UpdateChargingPolicyRequest { ChargingPolicyId = draft.ChargingPolicyId, ChargingPolicy = new ChargingPolicy { CarersCharged = true }, Etag = draft.Etag, RequestId = NewId() }, allocation.Ann);
        Assert.Equal((true, 8_000, "2"), (changed.CarersCharged, changed.DisposableIncomeBasisPoints, changed.Etag));
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(Publish(draft, bob))).Reason);

        var published = (await Publish(changed, bob)).ChargingPolicy;

        Assert.Equal((ChargingPolicyState.Published, "ann", "bob"), (published.State, published.DraftedBy, published.PublishedBy));
        Assert.Equal("CHARGING_POLICY_PUBLISHED", (await RefusedCall.OfAsync(Publish(published, bob))).Reason);
        Assert.Equal("CHARGING_POLICY_OVERLAPS", (await RefusedCall.OfAsync(Publish(await DraftAsync("2190-04-01"), bob))).Reason);
        Assert.Equal("CHARGING_POLICY_IN_PAST", (await RefusedCall.OfAsync(Publish(await DraftAsync("2025-04-01"), bob))).Reason);
        Assert.Equal(published, await _policies.GetChargingPolicyAsync(new GetChargingPolicyRequest { ChargingPolicyId = published.ChargingPolicyId }, allocation.Ann));
        Assert.Contains(published, (await _policies.ListChargingPoliciesAsync(new ListChargingPoliciesRequest { PageSize = 1_000 }, allocation.Ann)).ChargingPolicies);
    }

    [Fact]
    public async Task refuses_a_policy_below_the_national_amounts()
    {
        var policy = Policy("2026-12-01");
        policy.LocalRates[0].AmountPence = 12_039;

        var refusal = await RefusedCall.OfAsync(_policies.CreateChargingPolicyAsync(new CreateChargingPolicyRequest { ChargingPolicy = policy, RequestId = NewId() }, allocation.Ann));

        Assert.Equal([("charging_policy.local_rates[0].amount_pence", "BELOW_NATIONAL")], refusal.Violations);
    }

    [Fact]
    public async Task tries_a_draft_out_before_it_is_published()
    {
        var draft = await DraftAsync("2189-04-01");
        var request = new SimulateFinancialAssessmentRequest { Date = "2025-06-02", Means = Domain.Charging.Person.Fa1(), ChargingPolicyId = draft.ChargingPolicyId };

        var tried = await allocation.Finances().SimulateFinancialAssessmentAsync(request, allocation.Ann);

        // 84.02 less the 17.50 that the place lets people keep beyond the national amount, and 80 % of that.
        Assert.Equal((8_402 - 1_750) * 8 / 10, tried.Calculation.Contribution.WeeklyMaximumPence);
        request.ChargingPolicyId = NewId();
        Assert.Equal("CHARGING_POLICY_NOT_FOUND", (await RefusedCall.OfAsync(allocation.Finances().SimulateFinancialAssessmentAsync(request, allocation.Ann))).Reason);
    }

    [Fact]
    public async Task keeps_the_policy_with_an_assessment_so_that_a_later_one_changes_nothing_of_it()
    {
        // In the other programme, so that no other test is charged by it.
        var south = allocation.Service.As(programme: "south");
        var policyId = Assert.Single(await allocation.Service.LookAsync<Guid>("""
            insert into allocation.charging_policies (programme, id, valid_from, terms, state, drafted_by, published_by, published_at, created_at)
            values ('south', gen_random_uuid(), '2025-05-01', @terms::jsonb, 'PUBLISHED', 'ann', 'bob', now(), now()) returning id
            """, new { terms = ChargingPolicyRow.TermsOf(Policy("2025-05-01")) }));
        var personId = await allocation.PersonAsync(programme: "south");

        var before = await allocation.CompletedAsync(personId, Fa1("2025-04-30"), south);
        var after = await allocation.CompletedAsync(personId, Fa1(), south);

        Assert.Equal(("", 8_402), (before.ChargingPolicyId, before.Calculation.Contribution.WeeklyMaximumPence));
        Assert.Equal((policyId.ToString(), 5_321), (after.ChargingPolicyId, after.Calculation.Contribution.WeeklyMaximumPence));
        Assert.Contains(after.Calculation.Steps, step => step is { Code: "LOCAL_PERCENTAGE", Source: "Cabinet paper 7" });
        Assert.True((await allocation.Finances().ReplayFinancialAssessmentAsync(
            new ReplayFinancialAssessmentRequest { FinancialAssessmentId = after.FinancialAssessmentId }, south)).Agrees);
    }

    [Fact]
    public async Task states_the_personal_budget_with_what_the_adult_pays_and_other_public_money()
    {
        var personId = await allocation.PersonAsync();
        var request = new StatePersonalBudgetRequest
        {
            PersonId = personId,
            Date = "2025-06-02",
            Collection = ContributionCollection.Net,
            Lines = { Domain.Charging.Statements.Line(24_000 * 52), Domain.Charging.Statements.Line(10_400, basis: LegalBasis.S117, need: NeedType.Shared) },
            OtherPublicMoney = { new OtherPublicMoney { Kind = PublicMoneyKind.Housing, Funder = "E07000999", WeeklyPence = 9_000 } },
        };
        Assert.Equal("FINANCIAL_ASSESSMENT_MISSING", (await RefusedCall.OfAsync(_statements.StatePersonalBudgetAsync(request, allocation.Ann))).Reason);
        var done = await allocation.CompletedAsync(personId, Fa1());

        var statement = await _statements.StatePersonalBudgetAsync(request, allocation.Service.As(permissions: ["allocation.contributions.read"]));

        Assert.Equal(new StatedMoney { CostPence = 24_100, AdultPence = 8_402, AuthorityPence = 15_698 }, statement.Weekly);
        Assert.Equal((done.FinancialAssessmentId, 15_698), (statement.FinancialAssessmentId, statement.WeeklyPaymentPence));
        Assert.Equal([(PublicMoneyKind.Health, Board, 100L), (PublicMoneyKind.Housing, "E07000999", 9_000)],
            statement.OtherPublicMoney.Select(money => (money.Kind, money.Funder, money.WeeklyPence)));
    }

    [Fact]
    public async Task states_a_package_under_section_117_without_an_assessment_of_means()
    {
        var statement = await _statements.StatePersonalBudgetAsync(
            new StatePersonalBudgetRequest
            {
                PersonId = NewId(),
                Date = "2025-06-02",
                Collection = ContributionCollection.Gross,
                Lines = { Domain.Charging.Statements.Line(10_400, basis: LegalBasis.S117, need: NeedType.Shared) },
            },
            allocation.Ann);

        Assert.Equal((false, "", 0, 100, 100), (statement.NeedsFinancialAssessment, statement.FinancialAssessmentId, statement.Weekly.AdultPence, statement.Weekly.AuthorityPence, statement.WeeklyPaymentPence));
    }

    [Fact]
    public async Task states_what_is_set_aside_for_a_plan_by_its_own_lines()
    {
        var request = await allocation.RequestAsync(
            2025, Line(24_000 * 52, LegalBasis.CareAct, NeedType.Social), Line(0, LegalBasis.CareAct, NeedType.Social, 90_000), Line(10_400, LegalBasis.S117, NeedType.Shared));
        var commitment = (await allocation.Commit(request)).Commitment;
        await allocation.Service.LookAsync<int>("""
            insert into allocation.financial_assessments (programme, id, person_id, effective_from, facts, state, calculation, is_full_cost, weekly_maximum_pence,
                review_date, charging_rates_id, rules_version, drafted_by, completed_by, completed_at, created_at)
            values ('north', gen_random_uuid(), @id, '2025-06-02', '{}', 'COMPLETED', '{}', false, 8402, '2026-04-06', gen_random_uuid(), '2024-04-08', 'ann', 'ann', now(), now())
            returning 1
            """, new { id = Guid.Parse(commitment.PersonId) });
        var ask = new StatePersonalBudgetRequest
        {
            PersonId = commitment.PersonId, Date = "2025-06-02", Collection = ContributionCollection.Net, CommitmentId = commitment.CommitmentId,
            Services = { new LineService { LineId = request.Lines[1].LineId, Service = CareService.Aid } },
        };

        var statement = await _statements.StatePersonalBudgetAsync(ask, allocation.Ann);

        Assert.Equal((24_100, 8_402, 15_698), (statement.Weekly.CostPence, statement.Weekly.AdultPence, statement.Weekly.AuthorityPence));
        Assert.Equal((0, 90_000), (statement.OneOff.AdultPence, statement.OneOff.AuthorityPence));
        Assert.Equal([ChargeRule.CareAct, ChargeRule.Aid, ChargeRule.S117], statement.Lines.Select(line => line.Rule));
        Assert.Equal(statement, await _statements.StatePersonalBudgetAsync(ask, allocation.Ann));
        (ask.Services[0].LineId, ask.Date) = (NewId(), "2026-05-01");
        Assert.Equal(["date", "services[0].line_id"], (await RefusedCall.OfAsync(_statements.StatePersonalBudgetAsync(ask, allocation.Ann))).Fields);
        ask.PersonId = NewId();
        Assert.Equal("COMMITMENT_NOT_FOUND", (await RefusedCall.OfAsync(_statements.StatePersonalBudgetAsync(ask, allocation.Ann))).Reason);
    }

    private static ChargingPolicy Policy(string validFrom) => new()
    {
        ValidFrom = validFrom,
        Source = "Cabinet paper 7",
        DisposableIncomeBasisPoints = 8_000,
        LocalRates = { new LocalRate { Element = ChargingElement.SingleFrom25, AmountPence = 13_000 } },
    };

    private async Task<ChargingPolicy> DraftAsync(string validFrom) =>
        await _policies.CreateChargingPolicyAsync(new CreateChargingPolicyRequest { ChargingPolicy = Policy(validFrom), RequestId = NewId() }, allocation.Ann);

    private AsyncUnaryCall<PublishChargingPolicyResponse> Publish(ChargingPolicy policy, Metadata caller) => _policies.PublishChargingPolicyAsync(
        new PublishChargingPolicyRequest { ChargingPolicyId = policy.ChargingPolicyId, Etag = policy.Etag, RequestId = NewId() }, caller);
}
