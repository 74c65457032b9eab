using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Who bears what by a place's policies. Each test has years and needs of its own: a policy counts for every plan of its days.</summary>
[Collection<AllocationCollection>]
public sealed class Sharing_by_policy(AllocationService allocation)
{
    private const string Education = "E08000999";

    private readonly SplitPoliciesService.SplitPoliciesServiceClient _policies = new(allocation.Service.Channel);

    [Fact]
    public async Task is_published_by_another_hand_than_the_one_that_made_it_and_for_good()
    {
        var bob = allocation.Service.As("bob");
        var draft = await DraftAsync("2199-04-01", LegalBasis.Carer, NeedType.Social, (Council, 10_000));
        Assert.Equal("CHECKER_IS_MAKER", (await RefusedCall.OfAsync(Publish(draft, allocation.Ann))).Reason);
        var changed = await _policies.UpdateSplitPolicyAsync(
            new UpdateSplitPolicyRequest { SplitPolicyId = draft.SplitPolicyId, SplitPolicy = new SplitPolicy { Source = "Part 5" }, Etag = draft.Etag, RequestId = NewId() }, allocation.Ann);
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(Publish(draft, bob))).Reason);

        var published = (await Publish(changed, bob)).SplitPolicy;

        Assert.Equal((SplitPolicyState.Published, "ann", "bob", "Part 5"), (published.State, published.DraftedBy, published.PublishedBy, published.Source));
        Assert.Equal("SPLIT_POLICY_PUBLISHED", (await RefusedCall.OfAsync(Publish(published, bob))).Reason);
        Assert.Equal("SPLIT_POLICY_OVERLAPS", (await RefusedCall.OfAsync(Publish(await DraftAsync("2199-04-01", LegalBasis.Carer, NeedType.Social, (Board, 10_000)), bob))).Reason);
        Assert.Equal("SPLIT_POLICY_IN_PAST", (await RefusedCall.OfAsync(Publish(await DraftAsync("2025-04-01", LegalBasis.Carer, NeedType.Social, (Board, 10_000)), bob))).Reason);
        Assert.Equal(published, await _policies.GetSplitPolicyAsync(new GetSplitPolicyRequest { SplitPolicyId = published.SplitPolicyId }, allocation.Ann));
        Assert.Contains(published, (await _policies.ListSplitPoliciesAsync(new ListSplitPoliciesRequest { PageSize = 1_000 }, allocation.Ann)).SplitPolicies);
    }

    [Fact]
    public async Task is_refused_where_its_parts_make_no_whole_and_nothing_is_stored()
    {
        var policy = Policy("2199-04-01", LegalBasis.Chc, NeedType.Shared, (Board, 5_000), (Council, 4_999));
        policy.Source = "Nothing of this is stored";

        var refusal = await RefusedCall.OfAsync(_policies.CreateSplitPolicyAsync(new CreateSplitPolicyRequest { SplitPolicy = policy, RequestId = NewId() }, allocation.Ann));

        Assert.Equal([("split_policy.legal_basis", "NOT_LOCAL"), ("split_policy.parts", "NOT_A_WHOLE")], refusal.Violations);
        Assert.DoesNotContain(
            (await _policies.ListSplitPoliciesAsync(new ListSplitPoliciesRequest { PageSize = 1_000 }, allocation.Ann)).SplitPolicies, one => one.Source == policy.Source);
    }

    [Fact]
    public async Task divides_plans_that_begin_under_it_and_shows_it_with_each_share()
    {
        var policy = await PublishedAsync("2181-05-01", LegalBasis.S117, NeedType.Health, (Board, 6_000), (Council, 4_000));
        await allocation.FundedAsync(2181);
        await allocation.FundedAsync(2180);
        var line = Line(1_001, LegalBasis.S117);

        var split = await allocation.Budgets.SplitCostsAsync(new SplitCostsRequest { Lines = { line }, StartDate = "2181-05-01" }, allocation.Ann);
        var committed = await allocation.Commit(await allocation.RequestAsync(2181, line));
        var today = await allocation.Budgets.SplitCostsAsync(new SplitCostsRequest { Lines = { line } }, allocation.Ann);

        Assert.Equal([(Board, 601L), (Council, 400)], split.Totals.Select(total => (total.Funder, total.AnnualPence)));
        Assert.Equal(split.Lines, committed.Lines);
        Assert.Equal(policy.SplitPolicyId, Assert.Single(Assert.Single(committed.Commitment.Lines).Periods).SplitPolicyId);
        Assert.Equal([(Board, 1_001L)], today.Totals.Select(total => (total.Funder, total.AnnualPence)));
    }

    [Fact]
    public async Task moves_what_is_still_to_come_from_its_day_on_and_the_history_says_who_and_why()
    {
        var fund = await allocation.FundedAsync(2183);
        var commitment = (await allocation.Commit(await allocation.RequestAsync(2183, Line(366_000, LegalBasis.Cc, NeedType.Shared, oneOffPence: 500)))).Commitment;
        var others = (await allocation.Commit(await allocation.RequestAsync(2183, Line(70, LegalBasis.Chc)))).Commitment;

        var answer = await Publish(
            await DraftAsync("2183-11-01", LegalBasis.Cc, NeedType.Unspecified, (Board, 5_000), (Council, 3_000), (Education, 2_000)), allocation.Service.As("bob", organisation: Council));

        // 184 days of 366 are the board's alone; of the other 182 it bears half.
        var after = await allocation.ReadAsync(commitment.CommitmentId);
        Assert.Equal(1, answer.ChangedCommitments);
        Assert.Equal(
            [(Board, 184_000L + 91_000, 500L), (Council, 54_600, 0), (Education, 36_400, 0)], after.Shares.Select(share => (share.Funder, share.AnnualPence, share.OneOffPence)));
        Assert.Equal(275_500 + 70, await allocation.CommittedAsync(fund));
        Assert.Equal(others, await allocation.ReadAsync(others.CommitmentId));
        // Nobody has approved money of those who bear more: the duty is met, and a budget holder of each has to note it.
        Assert.Equal([false, true, true], after.Shares.Select(share => share.NoteNeeded));
        var change = (await allocation.Commitments.ListCommitmentChangesAsync(new ListCommitmentChangesRequest { CommitmentId = commitment.CommitmentId }, allocation.Ann)).CommitmentChanges[^1];
        Assert.Equal(
            (CommitmentChangeKind.SplitChanged, "2183-11-01", "bob", Council, "Protocol, part 4"),
            (change.Kind, change.EffectiveDate, change.ChangedBy, change.Organisation, change.Reasons));
        Assert.Equal([(Board, -91_000L), (Council, 54_600), (Education, 36_400)], change.Shares.Select(share => (share.Funder, share.AnnualPence)));
    }

    [Fact]
    public async Task lets_education_bear_an_ehc_plan_from_its_own_fund_and_states_it_as_other_public_money()
    {
        await PublishedAsync("2188-05-01", LegalBasis.EhcPlan, NeedType.Unspecified, (Education, 10_000));
        await PublishedAsync("2188-05-01", LegalBasis.ChildrenAct, NeedType.Shared, (Council, 7_500), (Education, 2_500));
        var fund = await allocation.Funds.CreateFundAsync(
            new CreateFundRequest { Fund = new Fund { Funder = Education, FinancialYear = 2188, ApprovedPence = 1_000_000, FunderKind = FunderKind.Education }, RequestId = NewId() }, allocation.Ann);
        var request = await allocation.RequestAsync(2188, Line(5_200, LegalBasis.EhcPlan, NeedType.Social), Line(10_400, LegalBasis.ChildrenAct, NeedType.Shared));
        Assert.Equal(("APPROVAL_MISSING", Education), ((await RefusedCall.OfAsync(allocation.Commit(request))).Reason, (await RefusedCall.OfAsync(allocation.Commit(request))).Metadata["funder"]));
        request.Approvals.Add(Approved(Education));

        var commitment = (await allocation.Commit(request)).Commitment;
        var statement = await new PersonalBudgetStatementsService.PersonalBudgetStatementsServiceClient(allocation.Service.Channel).StatePersonalBudgetAsync(
            new StatePersonalBudgetRequest
            {
                PersonId = commitment.PersonId, Date = "2188-06-01", Collection = ContributionCollection.Gross,
                Lines = { request.Lines.Select(line => new ChargeableLine { Line = line, Service = CareService.Care }) },
            }, allocation.Ann);

        Assert.Equal([(Council, 7_800L), (Education, 7_800)], commitment.Shares.Select(share => (share.Funder, share.AnnualPence)));
        Assert.Equal(7_800, await allocation.CommittedAsync(fund));
        Assert.False(commitment.Shares.Single(share => share.Funder == Education).OverCommitted);
        Assert.Equal((150, 0, false), (statement.Weekly.CostPence, statement.Weekly.AdultPence, statement.NeedsFinancialAssessment));
        Assert.Equal((PublicMoneyKind.Education, Education, 150), Assert.Single(statement.OtherPublicMoney) is var money ? (money.Kind, money.Funder, money.WeeklyPence) : default);
    }

    [Fact]
    public async Task leaves_no_commitment_behind_that_is_made_while_it_is_published()
    {
        await allocation.FundedAsync(2186, pence: 100_000_000);
        var requests = new List<CommitBudgetRequest>();
        foreach (var _ in Enumerable.Range(0, 24))
            requests.Add(await allocation.RequestAsync(2186, Line(1_000, LegalBasis.S117, NeedType.Social)));
        var draft = await DraftAsync("2186-05-01", LegalBasis.S117, NeedType.Social, (Board, 10_000));

        var commits = requests.Select(async (request, place) =>
        {
            await Task.Delay(place);
            return await allocation.Commit(request);
        }).ToArray();
        await Publish(draft, allocation.Service.As("bob"));

        foreach (var committed in await Task.WhenAll(commits))
            Assert.Equal([(Board, 1_000L)], (await allocation.ReadAsync(committed.Commitment.CommitmentId)).Shares.Where(share => share.AnnualPence > 0).Select(share => (share.Funder, share.AnnualPence)));
    }

    private static SplitPolicy Policy(string validFrom, LegalBasis basis, NeedType need, params (string Funder, int BasisPoints)[] parts) => new()
    {
        ValidFrom = validFrom,
        LegalBasis = basis,
        NeedType = need,
        Parts = { parts.Select(part => new FunderPart { Funder = part.Funder, BasisPoints = part.BasisPoints }) },
        Source = "Protocol, part 4",
    };

    private async Task<SplitPolicy> DraftAsync(string validFrom, LegalBasis basis, NeedType need, params (string Funder, int BasisPoints)[] parts) =>
        await _policies.CreateSplitPolicyAsync(new CreateSplitPolicyRequest { SplitPolicy = Policy(validFrom, basis, need, parts), RequestId = NewId() }, allocation.Ann);

    private async Task<SplitPolicy> PublishedAsync(string validFrom, LegalBasis basis, NeedType need, params (string Funder, int BasisPoints)[] parts) =>
        (await Publish(await DraftAsync(validFrom, basis, need, parts), allocation.Service.As("bob"))).SplitPolicy;

    private AsyncUnaryCall<PublishSplitPolicyResponse> Publish(SplitPolicy policy, Metadata caller) => _policies.PublishSplitPolicyAsync(
        new PublishSplitPolicyRequest { SplitPolicyId = policy.SplitPolicyId, Etag = policy.Etag, RequestId = NewId() }, caller);
}
