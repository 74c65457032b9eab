using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>A joint panel's decision (DOMAIN 8.3).</summary>
[Collection<AllocationCollection>]
public sealed class Deciding_who_bears_one_persons_needs(AllocationService allocation)
{
    private readonly SplitOverridesService.SplitOverridesServiceClient _overrides = new(allocation.Service.Channel);

    [Fact]
    public async Task goes_before_the_policy_from_its_day_on_and_for_nobody_else()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        await allocation.FundedAsync(year, Council);
        var request = await allocation.RequestAsync(year, Line(365_000, LegalBasis.S117, NeedType.Shared));
        var commitment = (await allocation.Commit(request)).Commitment;
        var other = (await allocation.Commit(await allocation.RequestAsync(year, Line(365_000, LegalBasis.S117, NeedType.Shared)))).Commitment;

        var decision = await DecideAsync(commitment.PersonId, Decision($"{year}-06-10", (Board, 8_000), (Council, 2_000)));

        // 40 days at half, the rest of the year at 80 %.
        var days = new DateOnly(year + 1, 5, 1).DayNumber - new DateOnly(year, 5, 1).DayNumber;
        var before = (long)Math.Round(365_000m * 40 / days, MidpointRounding.AwayFromZero);
        var after = await allocation.ReadAsync(commitment.CommitmentId);
        Assert.Equal(365_000, after.Shares.Sum(share => share.AnnualPence));
        Assert.InRange(after.Shares[1].AnnualPence - (before / 2m) - ((365_000 - before) * 0.2m), -1, 1);
        Assert.Equal(("", decision.SplitOverrideId), (after.Lines[0].Periods[0].SplitOverrideId, after.Lines[0].Periods[1].SplitOverrideId));
        Assert.Equal(other, await allocation.ReadAsync(other.CommitmentId));
        var change = (await allocation.Commitments.ListCommitmentChangesAsync(new ListCommitmentChangesRequest { CommitmentId = commitment.CommitmentId }, allocation.Ann)).CommitmentChanges[^1];
        Assert.Equal((CommitmentChangeKind.SplitChanged, decision.Reason, decision.StartDate, "ann"), (change.Kind, change.Reasons, change.EffectiveDate, change.ChangedBy));
        Assert.Equal(0, change.Shares.Sum(share => share.AnnualPence));
        // What is committed from then on is divided as it is now, and a repeat of the plan's own request is still the same commitment.
        request.RequestId = NewId();
        Assert.Equal(after, (await allocation.Commit(request)).Commitment);
        var split = await allocation.Budgets.SplitCostsAsync(
            new SplitCostsRequest { Lines = { request.Lines }, StartDate = request.StartDate, PersonId = commitment.PersonId }, allocation.Ann);
        Assert.Equal(after.Lines, split.Lines);
    }

    [Fact]
    public async Task is_followed_when_the_commitment_is_adjusted_released_and_ended()
    {
        var year = NewYear();
        await allocation.FundedAsync(year, pence: 100_000_000);
        await allocation.FundedAsync(year, Council, 100_000_000);
        var line = Line(73_000, LegalBasis.S117, NeedType.Shared);
        var request = await allocation.RequestAsync(year, line);
        await DecideAsync(await PersonOfAsync(request), Decision($"{year}-05-01", (Board, 10_000)));
        var commitment = (await allocation.Commit(request)).Commitment;
        Assert.Equal([(Board, 73_000L)], Shares(commitment));

        var released = (await allocation.Budgets.ReleaseCommitmentAsync(
            new ReleaseCommitmentRequest { CommitmentId = commitment.CommitmentId, Etag = commitment.Etag, RequestId = NewId(), Lines = { new LineAmount { LineId = line.LineId, AnnualPence = 30_000 } } },
            allocation.Ann)).Commitment;
        var more = new CostedLine(line) { AnnualPence = 146_000 };
        var adjusted = (await allocation.Commitments.AdjustCommitmentAsync(
            new AdjustCommitmentRequest { CommitmentId = released.CommitmentId, Lines = { more }, Approvals = { Approved(Board) }, Reasons = "More hours.", Etag = released.Etag, RequestId = NewId() },
            allocation.Ann)).Commitment;

        Assert.Equal([(Board, 43_000L)], Shares(released));
        Assert.Equal([(Board, 146_000L)], Shares(adjusted));
    }

    [Fact]
    public async Task of_one_line_leaves_the_other_lines_to_the_policy()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var mentor = Line(104_000, LegalBasis.S117, NeedType.Shared);
        var request = await allocation.RequestAsync(
            year, Line(312_000, LegalBasis.S117), Line(759_200, LegalBasis.S117, NeedType.Social), Line(910_000, LegalBasis.S117, NeedType.Shared), mentor);
        var decision = Decision($"{year}-05-01", (Board, 6_000), (Council, 4_000));
        decision.LineId = mentor.LineId;
        await DecideAsync(await PersonOfAsync(request), decision);

        // DOMAIN 8.3, SP1.
        Assert.Equal([(Board, 829_400L), (Council, 1_255_800)], Shares((await allocation.Commit(request)).Commitment));
    }

    [Fact]
    public async Task is_recorded_once_for_a_day_and_read_by_those_alone_who_may_read_why()
    {
        var person = await allocation.AllocatedAsync();
        var create = new CreateSplitOverrideRequest { PersonId = person, SplitOverride = Decision("2025-06-02", (Council, 10_000)), RequestId = NewId() };

        var decision = await _overrides.CreateSplitOverrideAsync(create, allocation.Ann);

        Assert.Equal(decision, await _overrides.CreateSplitOverrideAsync(create, allocation.Ann));
        Assert.Equal(("ann", person), (decision.RecordedBy, decision.PersonId));
        Assert.Equal("SPLIT_OVERRIDE_OVERLAPS", (await RefusedCall.OfAsync(Create(person, Decision("2025-06-02", (Board, 10_000))))).Reason);
        var back = Decision("2025-06-03");
        Assert.Empty((await Create(person, back)).Parts);
        var get = new GetSplitOverrideRequest { SplitOverrideId = decision.SplitOverrideId };
        Assert.Equal(decision, await _overrides.GetSplitOverrideAsync(get, allocation.Ann));
        Assert.Equal(2, (await _overrides.ListSplitOverridesAsync(new ListSplitOverridesRequest { PersonId = person }, allocation.Ann)).SplitOverrides.Count);
        var planner = allocation.Service.As(permissions: ["allocation.budgets.read"]);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => _overrides.GetSplitOverrideAsync(get, planner).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task is_refused_with_every_fault_and_for_nobody_unknown()
    {
        var wrong = Decision("2025-06-01", (Board, 5_000), (Board, 4_000));
        wrong.LegalBasis = LegalBasis.Chc;

        var refusal = await RefusedCall.OfAsync(Create(await allocation.AllocatedAsync(), wrong));

        Assert.Equal(
            [("split_override.legal_basis", "NOT_LOCAL"), ("split_override.parts[1].funder", "DUPLICATE"), ("split_override.parts", "NOT_A_WHOLE"), ("split_override.start_date", "BEFORE_START")],
            refusal.Violations);
        Assert.Equal("PERSON_NOT_FOUND", (await RefusedCall.OfAsync(Create(NewId(), Decision("2025-06-02", (Board, 10_000))))).Reason);
    }

    private static IEnumerable<(string, long)> Shares(Commitment commitment) => commitment.Shares.Where(share => share.AnnualPence > 0).Select(share => (share.Funder, share.AnnualPence));

    private static SplitOverride Decision(string startDate, params (string Funder, int BasisPoints)[] parts) => new()
    {
        LegalBasis = LegalBasis.S117,
        NeedType = NeedType.Shared,
        Parts = { parts.Select(part => new FunderPart { Funder = part.Funder, BasisPoints = part.BasisPoints }) },
        Reason = "Prompts medication and sees early signs of relapse.",
        DecisionDate = "2025-06-02",
        DecidedBy = "Joint panel",
        StartDate = startDate,
    };

    private async Task<string> PersonOfAsync(CommitBudgetRequest request) =>
        (await allocation.Allocations.GetAllocationAsync(new GetAllocationRequest { AllocationId = request.AllocationId }, allocation.Ann)).PersonId;

    private async Task<SplitOverride> DecideAsync(string personId, SplitOverride decision) => await Create(personId, decision);

    private AsyncUnaryCall<SplitOverride> Create(string personId, SplitOverride decision) =>
        _overrides.CreateSplitOverrideAsync(new CreateSplitOverrideRequest { PersonId = personId, SplitOverride = decision, RequestId = NewId() }, allocation.Ann);
}
