using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Interim arrangements (DOMAIN 0, A4) and the light path (A29).</summary>
[Collection<AllocationCollection>]
public sealed class Committing_in_one_step(AllocationService allocation)
{
    [Fact]
    public async Task takes_an_interim_arrangements_cap_also_where_nobody_made_a_fund_and_only_once()
    {
        var made = Made(NewYear(), NewId(), 900);

        await allocation.PublishAsync(made);
        await allocation.PublishAsync(made);
        var commitment = await UntilAsync(made.PersonId, CommitmentState.Confirmed);

        Assert.Equal((CommitmentKind.Interim, made.SubjectId, "", ""), (commitment.Kind, commitment.SourceId, commitment.PlanId, commitment.AllocationId));
        var share = Assert.Single(commitment.Shares);
        Assert.True(share is { Funder: Council, OneOffPence: 900, NoteNeeded: true });
        Assert.Equal(900, (await allocation.Funds.GetFundAsync(new GetFundRequest { FundId = share.FundId }, allocation.Ann)).CommittedPence);
        Assert.Contains("INTERIM", Assert.Single(await allocation.Service.EventsAsync<BudgetCommitted>(commitment.CommitmentId)));
    }

    [Fact]
    public async Task never_stands_in_the_way_of_the_full_budget_which_takes_its_place()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 1_000);
        var request = await allocation.RequestAsync(year, Line(900));
        await allocation.PublishAsync(Made(year, request.AllocationId, 900) with { Funder = Board });
        var interim = await UntilAsync(request.AllocationId, CommitmentState.Confirmed);

        // The arrangement runs from 2 April for 90 days, 29 of them before the plan: 290 pence are used.
        Assert.Equal("FUND_EXHAUSTED", (await RefusedCall.OfAsync(allocation.Commit(request))).Reason);
        request.Lines[0].AnnualPence = 710;
        var held = (await allocation.Commit(request)).Commitment;
        await allocation.PublishAsync(Approved(held, year));
        var ended = await UntilAsync(request.AllocationId, CommitmentState.Ended);

        Assert.Equal((interim.CommitmentId, 290L, $"{year}-04-30"), (ended.CommitmentId, Assert.Single(ended.Shares).OneOffPence, ended.EndDate));
        Assert.Equal(1_000, await allocation.CommittedAsync(fund));
        Assert.Contains("REPLACED", Assert.Single(await allocation.Service.EventsAsync<BudgetReleased>(interim.CommitmentId)));
    }

    [Fact]
    public async Task ends_with_its_arrangement_and_is_charged_back_by_funder_when_a_dispute_is_settled()
    {
        var year = NewYear();
        var (board, council) = (await allocation.FundedAsync(year), await allocation.FundedAsync(year, Council));
        var made = Made(year, NewId(), 900);
        await allocation.PublishAsync(made);
        await UntilAsync(made.PersonId, CommitmentState.Confirmed);

        await allocation.PublishAsync(new InterimArrangementEnded
        {
            Programme = "north", SubjectId = made.SubjectId, SubjectVersion = 2, OccurredAt = DateTimeOffset.UtcNow, PersonId = made.PersonId, EndDate = made.StartDate.AddDays(59),
        });
        await UntilAsync(made.PersonId, CommitmentState.Ended);
        Assert.Equal(600, await allocation.CommittedAsync(council));
        await allocation.PublishAsync(new InterimArrangementSettled
        {
            Programme = "north", SubjectId = made.SubjectId, SubjectVersion = 3, OccurredAt = DateTimeOffset.UtcNow, PersonId = made.PersonId, Liable = Board, BackChargePence = 450,
        });
        await Eventually.AnswersAsync(() => allocation.CommittedAsync(board), pence => pence is 450);

        Assert.Equal(150, await allocation.CommittedAsync(council));
        var commitment = await UntilAsync(made.PersonId, CommitmentState.Ended);
        var last = (await allocation.Commitments.ListCommitmentChangesAsync(new ListCommitmentChangesRequest { CommitmentId = commitment.CommitmentId }, allocation.Ann)).CommitmentChanges[^1];
        Assert.Equal(CommitmentChangeKind.BackCharged, last.Kind);
        Assert.Equal([(Council, -450L), (Board, 450)], last.Shares.Select(share => (share.Funder, share.OneOffPence)));
    }

    [Theory]
    [InlineData("ONE_OFF", 0, 250)]
    [InlineData("LOW_VALUE", 250, 0)]
    public async Task takes_a_small_budget_marked_as_the_light_path(string kind, long annual, long oneOff)
    {
        var approved = new SmallBudgetApproved
        {
            Programme = "north", SubjectId = NewId(), SubjectVersion = 2, OccurredAt = new DateTimeOffset(NewYear(), 6, 1, 9, 0, 0, TimeSpan.Zero), PersonId = NewId(),
            Kind = kind, Funder = Board, AmountPence = 250, Management = "DIRECT_PAYMENT",
        };

        await allocation.PublishAsync(approved);
        var commitment = await UntilAsync(approved.PersonId, CommitmentState.Confirmed);

        Assert.Equal((CommitmentKind.LightPath, approved.SubjectId), (commitment.Kind, commitment.SourceId));
        Assert.Equal((annual, oneOff), (Assert.Single(commitment.Shares).AnnualPence, commitment.Shares[0].OneOffPence));
    }

    private async Task<Commitment> UntilAsync(string personId, CommitmentState state) => (await Eventually.AnswersAsync(
        async () => (await allocation.Budgets.ListCommitmentsAsync(new ListCommitmentsRequest { PersonId = personId }, allocation.Ann)).Commitments,
        commitments => commitments.Any(commitment => commitment.Kind is not CommitmentKind.Plan && commitment.State == state))).First(commitment => commitment.Kind is not CommitmentKind.Plan);

    private static InterimArrangementMade Made(int year, string personId, long cap) => new()
    {
        Programme = "north", SubjectId = NewId(), SubjectVersion = 1, OccurredAt = DateTimeOffset.UtcNow, PersonId = personId, Basis = "URGENT_NEED", Funder = Council, CapPence = cap,
        StartDate = new DateOnly(year, 4, 2), EndDate = new DateOnly(year, 6, 30),
    };

    private static PlanApproved Approved(Commitment held, int year) => new()
    {
        Programme = "north", SubjectId = held.PlanId, SubjectVersion = 5, OccurredAt = DateTimeOffset.UtcNow, PersonId = held.PersonId, CommitmentId = held.CommitmentId,
        StartDate = new DateOnly(year, 5, 1), Lines = [],
    };
}
