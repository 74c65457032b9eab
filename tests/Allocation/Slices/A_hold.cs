using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class A_hold(AllocationService allocation)
{
    [Fact]
    public async Task is_released_once_and_its_money_is_there_again()
    {
        var (fund, held) = await HeldAsync(500);

        var released = (await Release(held)).Commitment;

        Assert.Equal((CommitmentState.Released, "2"), (released.State, released.Etag));
        Assert.Equal(0, await allocation.CommittedAsync(fund));
        Assert.Equal("COMMITMENT_NOT_HELD", (await RefusedCall.OfAsync(Release(released))).Reason);
        Assert.Contains("RELEASED", Assert.Single(await allocation.Service.EventsAsync<BudgetReleased>(held.CommitmentId)));
    }

    [Fact]
    public async Task is_not_released_on_a_stale_etag()
    {
        var (_, held) = await HeldAsync(500);
        held.Etag = "9";

        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(Release(held))).Reason);
    }

    [Fact]
    public async Task is_confirmed_when_its_plan_is_approved_and_can_no_more_be_released()
    {
        var (fund, held) = await HeldAsync(500);

        await allocation.PublishAsync(Approved(held));

        var confirmed = await UntilAsync(held, CommitmentState.Confirmed);
        Assert.Null(confirmed.ExpireTime);
        Assert.Equal(500, await allocation.CommittedAsync(fund));
        Assert.Equal("COMMITMENT_NOT_HELD", (await RefusedCall.OfAsync(Release(confirmed))).Reason);
    }

    [Fact]
    public async Task is_given_back_when_its_plan_is_returned()
    {
        var (fund, held) = await HeldAsync(500);

        await allocation.PublishAsync(new PlanReturned
        {
            Programme = "north", SubjectId = held.PlanId, SubjectVersion = 4, OccurredAt = DateTimeOffset.UtcNow, PersonId = NewId(),
        });

        await UntilAsync(held, CommitmentState.Released);
        Assert.Equal(0, await allocation.CommittedAsync(fund));
        Assert.Contains("PLAN_RETURNED", Assert.Single(await allocation.Service.EventsAsync<BudgetReleased>(held.CommitmentId)));
    }

    [Fact]
    public async Task lapses_after_its_time_and_is_taken_again_when_the_plan_was_approved_all_the_same()
    {
        var (fund, held) = await HeldAsync(600, approved: 1_000);
        await LapseAsync(held);
        var expired = await UntilAsync(held, CommitmentState.Expired);
        Assert.Equal(0, await allocation.CommittedAsync(fund));
        Assert.Contains("EXPIRED", Assert.Single(await allocation.Service.EventsAsync<BudgetReleased>(held.CommitmentId)));
        var other = await allocation.Commit(await allocation.RequestAsync(fund.FinancialYear, Line(700)));
        Assert.False(Assert.Single(other.Commitment.Shares).OverCommitted);

        await allocation.PublishAsync(Approved(expired));

        // The person was told: the money is committed beyond what was approved, and flagged.
        var confirmed = await UntilAsync(held, CommitmentState.Confirmed);
        Assert.True(Assert.Single(confirmed.Shares).OverCommitted);
        Assert.Equal(1_300, await allocation.CommittedAsync(fund));
        Assert.Equal(2, (await allocation.Service.EventsAsync<BudgetCommitted>(held.CommitmentId)).Count);
    }

    [Fact]
    public async Task that_lapsed_is_taken_again_as_a_panel_decided_meanwhile()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var held = (await allocation.Commit(await allocation.RequestAsync(year, Line(1_000, LegalBasis.S117, NeedType.Shared)))).Commitment;
        await LapseAsync(held);
        var expired = await UntilAsync(held, CommitmentState.Expired);
        await new SplitOverridesService.SplitOverridesServiceClient(allocation.Service.Channel).CreateSplitOverrideAsync(
            new CreateSplitOverrideRequest
            {
                PersonId = held.PersonId, RequestId = NewId(),
                SplitOverride = new SplitOverride
                {
                    LegalBasis = LegalBasis.S117, Parts = { new FunderPart { Funder = Board, BasisPoints = 10_000 } }, Reason = "Wholly health.", DecidedBy = "Panel",
                    DecisionDate = "2025-06-02", StartDate = held.StartDate,
                },
            }, allocation.Ann);

        await allocation.PublishAsync(Approved(expired));

        var confirmed = await UntilAsync(held, CommitmentState.Confirmed);
        Assert.Equal([(Board, 1_000L), (Council, 0)], confirmed.Shares.Select(share => (share.Funder, share.AnnualPence)));
    }

    [Fact]
    public async Task that_lapsed_is_taken_again_when_the_plan_asks_again()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year);
        var request = await allocation.RequestAsync(year, Line(600));
        var held = (await allocation.Commit(request)).Commitment;
        await LapseAsync(held);
        await UntilAsync(held, CommitmentState.Expired);

        request.RequestId = NewId();
        var again = (await allocation.Commit(request)).Commitment;

        Assert.Equal((held.CommitmentId, CommitmentState.Held, "3"), (again.CommitmentId, again.State, again.Etag));
        Assert.Equal(600, await allocation.CommittedAsync(fund));
    }

    [Fact]
    public async Task gives_way_to_the_hold_of_a_later_version_of_its_plan()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 1_000);
        var request = await allocation.RequestAsync(year, Line(600));
        var held = (await allocation.Commit(request)).Commitment;

        request.PlanVersion++;
        request.RequestId = NewId();
        var later = (await allocation.Commit(request)).Commitment;

        Assert.Equal((CommitmentState.Held, false), (later.State, Assert.Single(later.Shares).OverCommitted));
        Assert.Equal(CommitmentState.Released, (await allocation.ReadAsync(held.CommitmentId)).State);
        Assert.Equal(600, await allocation.CommittedAsync(fund));
        Assert.Contains("SUPERSEDED", Assert.Single(await allocation.Service.EventsAsync<BudgetReleased>(held.CommitmentId)));
    }

    private async Task<(Fund Fund, Commitment Held)> HeldAsync(long pence, long approved = 1_000_000)
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: approved);
        return (fund, (await allocation.Commit(await allocation.RequestAsync(year, Line(pence)))).Commitment);
    }

    /// <summary>Time cannot be moved in another process, but a hold's end can.</summary>
    private async Task LapseAsync(Commitment held) => await allocation.Service.LookAsync<int>(
        "update allocation.commitments set expires_at = now() - interval '1 second' where id = @Id returning 1", new { Id = Guid.Parse(held.CommitmentId) });

    private Task<Commitment> UntilAsync(Commitment commitment, CommitmentState state) =>
        Eventually.AnswersAsync(() => allocation.ReadAsync(commitment.CommitmentId), read => read.State == state);

    private AsyncUnaryCall<ReleaseCommitmentResponse> Release(Commitment commitment) => allocation.Budgets.ReleaseCommitmentAsync(
        new ReleaseCommitmentRequest { CommitmentId = commitment.CommitmentId, Etag = commitment.Etag, RequestId = NewId() }, allocation.Ann);

    private static PlanApproved Approved(Commitment commitment) => new()
    {
        Programme = "north",
        SubjectId = commitment.PlanId,
        SubjectVersion = 5,
        OccurredAt = DateTimeOffset.UtcNow,
        PersonId = NewId(),
        CommitmentId = commitment.CommitmentId,
        StartDate = new DateOnly(2026, 5, 1),
        Lines = [],
    };
}
