using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>What becomes of money that was confirmed.</summary>
[Collection<AllocationCollection>]
public sealed class A_commitment(AllocationService allocation)
{
    [Fact]
    public async Task is_adjusted_up_and_down_and_the_funds_follow()
    {
        var (fund, confirmed) = await ConfirmedAsync(1_000, Line(400));

        var more = await Adjust(confirmed, Line(700));
        var less = await Adjust(more.Commitment, Line(100));

        Assert.Equal((300, -600), (Assert.Single(more.Changes).AnnualPence, Assert.Single(less.Changes).AnnualPence));
        Assert.Equal((100, CommitmentState.Confirmed), (Assert.Single(less.Commitment.Shares).AnnualPence, less.Commitment.State));
        Assert.Equal(100, await allocation.CommittedAsync(fund));
        Assert.Contains("600", Assert.Single(await allocation.Service.EventsAsync<BudgetReleased>(confirmed.CommitmentId)));
    }

    [Fact]
    public async Task is_not_adjusted_beyond_its_fund_unless_the_addition_is_a_duty()
    {
        var (fund, confirmed) = await ConfirmedAsync(1_000, Line(900));

        Assert.Equal("FUND_EXHAUSTED", (await RefusedCall.OfAsync(AdjustAsync(confirmed, Line(1_001)))).Reason);
        var duty = await Adjust(confirmed, Line(900), Line(101, LegalBasis.Chc));

        Assert.True(Assert.Single(duty.Commitment.Shares) is { OverCommitted: true, NoteNeeded: true });
        Assert.Equal(1_001, await allocation.CommittedAsync(fund));
    }

    [Fact]
    public async Task is_adjusted_with_the_approval_of_who_bears_more_alone()
    {
        var (_, confirmed) = await ConfirmedAsync(1_000_000, Line(400, LegalBasis.S117, NeedType.Shared));
        var request = Adjustment(confirmed, Line(400, LegalBasis.S117, NeedType.Social));
        request.Approvals.Clear();

        Assert.Equal(("APPROVAL_MISSING", Council), await MissingAsync(request));
        request.Approvals.Add(Approved(Council));
        var answer = await allocation.Commitments.AdjustCommitmentAsync(request, allocation.Ann);

        Assert.Equal([(Board, -200L), (Council, 200)], answer.Changes.Select(change => (change.Funder, change.AnnualPence)));
    }

    [Fact]
    public async Task gives_back_part_of_its_lines_and_never_more_than_they_have()
    {
        var line = Line(400, LegalBasis.S117, NeedType.Shared, oneOffPence: 50);
        var (fund, confirmed) = await ConfirmedAsync(1_000_000, line);

        var refusal = await RefusedCall.OfAsync(Release(confirmed, new LineAmount { LineId = line.LineId, AnnualPence = 401 }, new LineAmount { LineId = NewId(), AnnualPence = 1 }));
        Assert.Equal(["lines[0]", "lines[1]"], refusal.BrokenRules.Where(rule => rule.Code is "RELEASE_EXCEEDS_COMMITMENT").Select(rule => rule.Subject));
        await Release(confirmed, new LineAmount { LineId = line.LineId }).InvalidAsync(("lines[0].annual_pence", "REQUIRED"));
        var released = (await Release(confirmed, new LineAmount { LineId = line.LineId, AnnualPence = 101, OneOffPence = 50 })).Commitment;

        Assert.Equal([(Board, 150L, 0L), (Council, 149, 0)], released.Shares.Select(share => (share.Funder, share.AnnualPence, share.OneOffPence)));
        Assert.Equal(150, await allocation.CommittedAsync(fund));
        Assert.Equal(299, Assert.Single(released.Lines).Shares.Sum(share => share.AnnualPence));
    }

    [Fact]
    public async Task ends_with_a_day_and_gives_back_what_is_not_used()
    {
        var (fund, confirmed) = await ConfirmedAsync(1_000_000, Line(365_000, oneOffPence: 77));
        var request = new EndCommitmentRequest
        {
            CommitmentId = confirmed.CommitmentId, EndDate = $"{fund.FinancialYear}-05-31", Reasons = "They moved away.", Etag = confirmed.Etag, RequestId = NewId(),
        };

        var early = request.Clone();
        early.EndDate = $"{fund.FinancialYear}-04-29";
        Assert.Equal(["end_date"], (await RefusedCall.OfAsync(allocation.Commitments.EndCommitmentAsync(early, allocation.Ann))).Fields);
        var ended = (await allocation.Commitments.EndCommitmentAsync(request, allocation.Ann)).Commitment;

        Assert.Equal((CommitmentState.Ended, request.EndDate), (ended.State, ended.EndDate));
        var year = new DateOnly(fund.FinancialYear + 1, 5, 1).DayNumber - new DateOnly(fund.FinancialYear, 5, 1).DayNumber;
        Assert.Equal(Math.Round(365_000m * 31 / year, MidpointRounding.AwayFromZero) + 77, await allocation.CommittedAsync(fund));
        Assert.Equal(ended, (await allocation.Commitments.EndCommitmentAsync(request, allocation.Ann)).Commitment);
        request.RequestId = NewId();
        Assert.Equal("COMMITMENT_ENDED", (await RefusedCall.OfAsync(allocation.Commitments.EndCommitmentAsync(request, allocation.Ann))).Reason);
        Assert.Equal("COMMITMENT_NOT_STANDING", (await RefusedCall.OfAsync(AdjustAsync(ended, Line(1)))).Reason);
    }

    [Fact]
    public async Task suspends_lines_and_keeps_their_money()
    {
        var (one, two) = (Line(100), Line(200));
        var (fund, confirmed) = await ConfirmedAsync(1_000, one, two);
        var request = new SuspendCommitmentRequest
        {
            CommitmentId = confirmed.CommitmentId, LineIds = { two.LineId }, StartDate = $"{fund.FinancialYear}-06-01", Replacement = "The ward meets the need.",
            Etag = confirmed.Etag, RequestId = NewId(),
        };

        var early = request.Clone();
        early.StartDate = $"{fund.FinancialYear}-04-30";
        await allocation.Commitments.SuspendCommitmentAsync(early, allocation.Ann).InvalidAsync(("start_date", "OUT_OF_RANGE"));
        var suspended = (await allocation.Commitments.SuspendCommitmentAsync(request, allocation.Ann)).Commitment;
        Assert.Equal([(two.LineId, request.StartDate)], suspended.Suspensions.Select(suspension => (suspension.LineId, suspension.StartDate)));
        (request.Etag, request.RequestId) = (suspended.Etag, NewId());
        Assert.Equal("LINE_SUSPENDED", (await RefusedCall.OfAsync(allocation.Commitments.SuspendCommitmentAsync(request, allocation.Ann))).Reason);
        var resume = new ResumeCommitmentRequest { CommitmentId = confirmed.CommitmentId, ResumeDate = request.StartDate, Etag = suspended.Etag, RequestId = NewId() };
        var before = resume.Clone();
        before.ResumeDate = $"{fund.FinancialYear}-05-31";
        await allocation.Commitments.ResumeCommitmentAsync(before, allocation.Ann).InvalidAsync(("resume_date", "BEFORE_START"));
        var resumed = (await allocation.Commitments.ResumeCommitmentAsync(resume, allocation.Ann)).Commitment;

        Assert.Empty(resumed.Suspensions);
        Assert.Equal(300, await allocation.CommittedAsync(fund));
        (resume.Etag, resume.RequestId) = (resumed.Etag, NewId());
        Assert.Equal("LINE_NOT_SUSPENDED", (await RefusedCall.OfAsync(allocation.Commitments.ResumeCommitmentAsync(resume, allocation.Ann))).Reason);
        Assert.Equal(
            [CommitmentChangeKind.Taken, CommitmentChangeKind.Confirmed, CommitmentChangeKind.Suspended, CommitmentChangeKind.Resumed],
            (await HistoryAsync(confirmed)).Select(change => change.Kind));
    }

    [Fact]
    public async Task that_is_over_committed_waits_for_the_note_of_its_own_funders_budget_holder()
    {
        var (_, confirmed) = await ConfirmedAsync(10, Line(100, LegalBasis.Chc));
        var request = new NoteOverCommitmentRequest { CommitmentId = confirmed.CommitmentId, Note = "From the reserve.", RequestId = NewId() };

        Assert.Contains(await ToNoteAsync(), waiting => waiting.CommitmentId == confirmed.CommitmentId);
        Assert.Equal("NOT_A_FUNDER", (await RefusedCall.OfAsync(allocation.Commitments.NoteOverCommitmentAsync(request, allocation.Service.As(organisation: Council)))).Reason);
        var holder = allocation.Service.As(organisation: Board);
        var noted = (await allocation.Commitments.NoteOverCommitmentAsync(request, holder)).Commitment;

        Assert.True(Assert.Single(noted.Shares) is { OverCommitted: true, NoteNeeded: false });
        Assert.DoesNotContain(await ToNoteAsync(), waiting => waiting.CommitmentId == confirmed.CommitmentId);
        request.RequestId = NewId();
        Assert.Equal("NOTE_NOT_NEEDED", (await RefusedCall.OfAsync(allocation.Commitments.NoteOverCommitmentAsync(request, holder))).Reason);
        var note = (await HistoryAsync(confirmed))[^1];
        Assert.Equal((CommitmentChangeKind.Noted, request.Note, Board), (note.Kind, note.Reasons, note.Organisation));
        Assert.Equal(note, await allocation.Commitments.GetCommitmentChangeAsync(new GetCommitmentChangeRequest { CommitmentChangeId = note.CommitmentChangeId }, allocation.Ann));
    }

    [Fact]
    public async Task that_is_held_is_neither_ended_nor_suspended()
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var held = (await allocation.Commit(await allocation.RequestAsync(year, Line(5)))).Commitment;

        var refusal = await RefusedCall.OfAsync(allocation.Commitments.EndCommitmentAsync(
            new EndCommitmentRequest { CommitmentId = held.CommitmentId, EndDate = $"{year}-06-01", Reasons = "-", Etag = held.Etag, RequestId = NewId() }, allocation.Ann));

        Assert.Equal((StatusCode.FailedPrecondition, "COMMITMENT_NOT_CONFIRMED"), (refusal.Code, refusal.Reason));
    }

    private async Task<IReadOnlyList<CommitmentChange>> HistoryAsync(Commitment of) => (await allocation.Commitments.ListCommitmentChangesAsync(
        new ListCommitmentChangesRequest { CommitmentId = of.CommitmentId }, allocation.Ann)).CommitmentChanges;

    private async Task<IReadOnlyList<Commitment>> ToNoteAsync() =>
        (await allocation.Budgets.ListCommitmentsAsync(new ListCommitmentsRequest { NoteNeeded = true, PageSize = 1_000 }, allocation.Ann)).Commitments;

    private AsyncUnaryCall<ReleaseCommitmentResponse> Release(Commitment of, params LineAmount[] lines) => allocation.Budgets.ReleaseCommitmentAsync(
        new ReleaseCommitmentRequest { CommitmentId = of.CommitmentId, Etag = of.Etag, RequestId = NewId(), Lines = { lines } }, allocation.Ann);

    private AsyncUnaryCall<AdjustCommitmentResponse> AdjustAsync(Commitment of, params CostedLine[] lines) =>
        allocation.Commitments.AdjustCommitmentAsync(Adjustment(of, lines), allocation.Ann);

    private Task<AdjustCommitmentResponse> Adjust(Commitment of, params CostedLine[] lines) => AdjustAsync(of, lines).ResponseAsync;

    private async Task<(string, string)> MissingAsync(AdjustCommitmentRequest request)
    {
        var refusal = await RefusedCall.OfAsync(allocation.Commitments.AdjustCommitmentAsync(request, allocation.Ann));
        return (refusal.Reason, refusal.Metadata["funder"]);
    }

    private static AdjustCommitmentRequest Adjustment(Commitment of, params CostedLine[] lines) => new()
    {
        CommitmentId = of.CommitmentId, Lines = { lines }, Approvals = { Approved(Board), Approved(Council) }, Reasons = "The need changed.", Etag = of.Etag, RequestId = NewId(),
    };

    private async Task<(Fund Fund, Commitment Confirmed)> ConfirmedAsync(long approved, params CostedLine[] lines)
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: approved);
        if (lines.Any(line => line.LegalBasis is LegalBasis.S117))
            await allocation.FundedAsync(year, Council);
        var held = (await allocation.Commit(await allocation.RequestAsync(year, lines))).Commitment;
        await allocation.PublishAsync(new PlanApproved
        {
            Programme = "north", SubjectId = held.PlanId, SubjectVersion = 5, OccurredAt = DateTimeOffset.UtcNow, PersonId = held.PersonId,
            CommitmentId = held.CommitmentId, StartDate = new DateOnly(year, 5, 1), Lines = [],
        });
        return (fund, await Eventually.AnswersAsync(() => allocation.ReadAsync(held.CommitmentId), read => read.State is CommitmentState.Confirmed));
    }
}
