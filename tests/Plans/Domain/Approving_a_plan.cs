using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Plans.Tests.Domain;

public sealed class Approving_a_plan
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly HashSet<string> Authors = ["planner"];

    private readonly Plan _submitted = PlanBuilder.Complete().Submit([], [new("QAA", 10, 0), new("E06000999", 20, 5)]);

    [Fact]
    public void waits_for_every_funder()
    {
        var first = _submitted.ApproveShare("E06000999", "anne", Authors, Now);
        var last = first.ApproveShare("QAA", "bob", Authors, Now);

        Assert.Equal((PlanState.Submitted, null), (first.State, first.CompletingFunder));
        Assert.Equal((PlanState.Approving, "QAA"), (last.State, last.CompletingFunder));
        Assert.Equal([("QAA", "bob"), ("E06000999", "anne")], last.Approvals.Select(share => (share.Funder, share.ApprovedBy!)));
    }

    [Fact]
    public void is_for_funders_only() => Refuses("NOT_A_FUNDER", () => _submitted.ApproveShare("RRK", "anne", Authors, Now));

    [Fact]
    public void of_one_funder_counts_for_another_that_lets_it_decide()
    {
        var submitted = PlanBuilder.Complete().Submit(
            [], [new("QAA", 10, 0), new("E06000999", 20, 5)], new[] { ("QAA", "RRK"), ("E06000999", "RRK"), ("QAA", "E06000999") }.ToLookup(pair => pair.Item1, pair => pair.Item2));

        var council = submitted.ApproveShare("E06000999", "anne", Authors, Now);
        var host = submitted.ApproveShare("QAA", "bob", Authors, Now).ApproveShare("RRK", "carol", Authors, Now);

        Assert.Equal((PlanState.Approving, "E06000999"), (council.State, council.CompletingFunder));
        Assert.All(council.Approvals, share => Assert.Equal(("anne", "E06000999"), (share.ApprovedBy, share.ApprovedByFunder)));
        Assert.Equal([("bob", "QAA"), ("carol", "RRK")], host.Approvals.Select(share => (share.ApprovedBy!, share.ApprovedByFunder!)));
        Refuses("SHARE_APPROVED", () => (submitted.ApproveShare("RRK", "carol", Authors, Now) with { State = PlanState.Submitted }).ApproveShare("RRK", "carol", Authors, Now));
        var refused = host.RefuseFunds(new FundsRefusal("APPROVAL_MISSING", "The agreement has ended.", "DOMAIN 0, A5", "E06000999"));
        Assert.Equal((null, null, "bob"), (refused.Approvals[1].ApprovedBy, refused.Approvals[1].ApprovedByFunder, refused.Approvals[0].ApprovedBy));
    }

    [Fact]
    public void is_not_for_its_authors() => Refuses("APPROVER_IS_AUTHOR", () => _submitted.ApproveShare("QAA", "planner", Authors, Now));

    [Fact]
    public void happens_once_for_a_share() =>
        Refuses("SHARE_APPROVED", () => _submitted.ApproveShare("QAA", "anne", Authors, Now).ApproveShare("QAA", "bob", Authors, Now));

    [Theory]
    [InlineData(PlanState.Draft)]
    [InlineData(PlanState.Approving)]
    [InlineData(PlanState.Approved)]
    [InlineData(PlanState.Returned)]
    public void needs_a_plan_that_waits_for_it(PlanState state)
    {
        Refuses("PLAN_NOT_SUBMITTED", () => (_submitted with { State = state }).ApproveShare("QAA", "anne", Authors, Now));
        Refuses("PLAN_NOT_SUBMITTED", () => (_submitted with { State = state }).Return("QAA", "Too little help at night."));
    }

    [Fact]
    public void is_undone_for_the_last_approver_alone_where_the_funds_refuse()
    {
        var refusal = new FundsRefusal("FUND_EXHAUSTED", "The fund is exhausted.", null);

        var refused = _submitted.ApproveShare("QAA", "anne", Authors, Now).ApproveShare("E06000999", "bob", Authors, Now).RefuseFunds(refusal);

        Assert.Equal((PlanState.Submitted, null), (refused.State, refused.CompletingFunder));
        Assert.Equal(("anne", null, null, refusal), (refused.Approvals[0].ApprovedBy, refused.Approvals[0].Refusal, refused.Approvals[1].ApprovedBy, refused.Approvals[1].Refusal));
        Assert.Null(refused.ApproveShare("E06000999", "bob", Authors, Now).Approvals[1].Refusal);
    }

    [Fact]
    public void is_undone_for_the_approver_whose_level_is_too_low_whoever_was_last()
    {
        var refusal = new FundsRefusal("APPROVAL_LEVEL_TOO_LOW", "A higher level approves.", "DOMAIN 7.2", "QAA");

        var refused = _submitted.ApproveShare("QAA", "anne", Authors, Now).ApproveShare("E06000999", "bob", Authors, Now, ApprovalLevel.Panel).RefuseFunds(refusal);

        Assert.Equal((null, refusal, "bob"), (refused.Approvals[0].ApprovedBy, refused.Approvals[0].Refusal, refused.Approvals[1].ApprovedBy));
        Assert.Equal(PlanState.Approving, refused.ApproveShare("QAA", "carol", Authors, Now, ApprovalLevel.Panel).State);
    }

    [Theory]
    [InlineData(ApprovalLevel.TeamManager)]
    [InlineData(ApprovalLevel.ServiceManager, ApprovalPermissions.ServiceManager)]
    [InlineData(ApprovalLevel.Panel, ApprovalPermissions.ServiceManager, ApprovalPermissions.Panel)]
    public void has_the_highest_level_of_the_approvers_permissions(ApprovalLevel level, params string[] permissions) =>
        Assert.Equal(level, ApproverLevel.Of(permissions.Append("plans.plans.approve").ToHashSet()));

    [Fact]
    public void starts_anew_after_a_return()
    {
        var returned = _submitted.ApproveShare("QAA", "anne", Authors, Now).Return("E06000999", "Too little help at night.");
        var again = returned.Submit([], [new("QAA", 10, 0)]);

        Assert.Equal((PlanState.Returned, "Too little help at night.", 0), (returned.State, returned.ReturnReasons, returned.Approvals.Count));
        Assert.Equal((2, "", false), (again.Submission, again.ReturnReasons, again.Approvals.Any(share => share.IsApproved)));
    }

    [Fact]
    public void asks_for_the_money_with_one_id_for_each_version()
    {
        var ids = Enumerable.Range(1, 100).Select(version => FundsClient.RequestIdOf(_submitted.PlanId, version)).ToArray();

        Assert.Equal(100, ids.Distinct().Count());
        Assert.Equal(ids[6], FundsClient.RequestIdOf(_submitted.PlanId, 7));
        Assert.All(ids, id => Assert.Equal((8, 'x'), (id.Version, id.Variant is >= 8 and <= 11 ? 'x' : '-')));
    }

    private static void Refuses(string reason, Func<object> act) => Assert.Equal(reason, Assert.Throws<Refusal>(act).Reason);
}
