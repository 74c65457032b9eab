using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Drafted by one, tried, approved by another, applied once.</summary>
[Collection<AllocationCollection>]
public sealed class An_annual_uplift(AllocationService allocation)
{
    private const string Assistant = "PERSONAL_ASSISTANT";
    private static int _year = 2170;
    private readonly AnnualUpliftsService.AnnualUpliftsServiceClient _uplifts = new(allocation.Service.Channel);

    [Fact]
    public async Task comes_to_what_was_simulated_and_is_applied_once()
    {
        var year = OwnYear();
        var (fund, other) = (await allocation.FundedAsync(year, pence: 10_000_000), await allocation.FundedAsync(year, Council, 10_000_000));
        var (one, two) = (
            await ConfirmedAsync(year, Of(Assistant, Line(365_000, LegalBasis.S117, NeedType.Shared, 99)), Of("LEISURE", Line(500))), await ConfirmedAsync(year, Line(700)));
        var before = (await allocation.CommittedAsync(fund), await allocation.CommittedAsync(other));
        var draft = await DraftAsync($"{year}-09-01");

        var simulated = await _uplifts.SimulateAnnualUpliftAsync(new SimulateAnnualUpliftRequest { AnnualUpliftId = draft.AnnualUpliftId }, allocation.Ann);
        Assert.Equal(before, (await allocation.CommittedAsync(fund), await allocation.CommittedAsync(other)));
        var applied = await AppliedAsync(draft);

        Assert.Equal(simulated.Outcome, applied.Outcome);
        Assert.Equal(1, applied.Outcome.UpliftedCount);
        var moved = (await allocation.CommittedAsync(fund) - before.Item1, await allocation.CommittedAsync(other) - before.Item2);
        Assert.Equal([(Board, moved.Item1), (Council, moved.Item2)], applied.Outcome.Costs.Select(cost => (cost.Funder, cost.CommittedPence)));
        Assert.Equal(36_500, applied.Outcome.Costs.Sum(cost => cost.AnnualPence));
        // The line without a category stays, and says so.
        var left = Assert.Single(await ExceptionsAsync(applied, UpliftExceptionReason.LineWithoutCategory));
        Assert.Equal(two.CommitmentId, left.CommitmentId);
        Assert.Equal(left, await _uplifts.GetUpliftExceptionAsync(new GetUpliftExceptionRequest { UpliftExceptionId = left.UpliftExceptionId }, allocation.Ann));
        Assert.Equal((left.CommitmentId, left.LineId, left.Reason), Assert.Single(simulated.Exceptions.Where(known => known.Reason == left.Reason).Select(known => (known.CommitmentId, known.LineId, known.Reason))));

        var uplifted = await allocation.ReadAsync(one.CommitmentId);
        Assert.Equal(moved.Item1 + moved.Item2, uplifted.Shares.Sum(share => share.AnnualPence) - 365_500);
        var change = (await HistoryAsync(uplifted))[^1];
        Assert.Equal((CommitmentChangeKind.Uplifted, $"{year}-09-01", draft.Name), (change.Kind, change.EffectiveDate, change.Reasons));
        var told = Assert.Single(await allocation.Service.EventsAsync<BudgetUplifted>(one.CommitmentId));
        Assert.Contains(draft.AnnualUpliftId, told);
        // Half of a year at the new rate.
        Assert.Contains("200750", told);

        // Asked for again, and drafted again for the same year: nothing rises twice.
        Assert.Equal(applied, (await ApplyAsync(applied)).AnnualUplift);
        var again = await AppliedAsync(await DraftAsync($"{year}-10-01"));
        Assert.Equal(0, again.Outcome.UpliftedCount);
        Assert.Contains(await ExceptionsAsync(again), known => (known.CommitmentId, known.Reason) == (one.CommitmentId, UpliftExceptionReason.LineUplifted));
        Assert.Equal(uplifted, await allocation.ReadAsync(one.CommitmentId));
        Assert.Equal("ANNUAL_UPLIFT_APPLIED", (await RefusedCall.OfAsync(_uplifts.SimulateAnnualUpliftAsync(
            new SimulateAnnualUpliftRequest { AnnualUpliftId = draft.AnnualUpliftId }, allocation.Ann))).Reason);
    }

    [Fact]
    public async Task goes_on_after_a_crash_in_the_middle_and_raises_nothing_twice()
    {
        var year = OwnYear();
        var fund = await allocation.FundedAsync(year, pence: 1_000_000_000);
        var first = await ConfirmedAsync(year, Of(Assistant, Line(365_000)));
        await CloneAsync(first.CommitmentId, 449);
        var before = await allocation.CommittedAsync(fund);
        // The last commitment cannot be written: the parts before it are, the part with it is not.
        var poison = Assert.Single(await allocation.Service.LookAsync<Guid>(
            "select id from allocation.commitments where financial_year = @year order by id desc limit 1", new { year }));
        await allocation.Service.LookAsync<int>($"alter table allocation.line_rises add constraint poison check (commitment_id <> '{poison}'); select 1");
        var draft = await ApprovedAsync(await DraftAsync($"{year}-05-01"));
        await ApplyAsync(draft);

        var half = await Eventually.AnswersAsync(() => ReadAsync(draft), read => read.Outcome.CommitmentCount is 400);
        Assert.Equal(AnnualUpliftState.Applying, half.State);
        Assert.InRange(half.Outcome.UpliftedCount, 200, 400);
        Assert.Equal(half.Outcome.UpliftedCount * 36_500, await allocation.CommittedAsync(fund) - before);
        await allocation.Service.LookAsync<int>("alter table allocation.line_rises drop constraint poison; select 1");
        var applied = await CompletedAsync(draft);

        Assert.Equal(450, applied.Outcome.UpliftedCount);
        Assert.Equal(450 * 36_500, await allocation.CommittedAsync(fund) - before);
        Assert.Equal([450], await allocation.Service.LookAsync<int>(
            "select count(*)::int from allocation.commitment_shares share join allocation.commitments c on c.id = share.commitment_id where c.financial_year = @year and share.annual_pence = 401500", new { year }));
    }

    [Fact]
    public async Task leaves_out_what_may_be_refused_where_the_fund_is_spent_just_as_it_was_simulated()
    {
        var year = OwnYear();
        await allocation.FundedAsync(year, pence: 200_000 + 10_500);
        await ConfirmedAsync(year, Of(Assistant, Line(100_000)));
        var second = await ConfirmedAsync(year, Of(Assistant, Line(100_000)));
        var draft = await DraftAsync($"{year}-05-01");

        var simulated = await _uplifts.SimulateAnnualUpliftAsync(new SimulateAnnualUpliftRequest { AnnualUpliftId = draft.AnnualUpliftId }, allocation.Ann);
        var applied = await AppliedAsync(draft);

        Assert.Equal(simulated.Outcome, applied.Outcome);
        Assert.Equal(1, applied.Outcome.UpliftedCount);
        Assert.Equal((second.CommitmentId, UpliftExceptionReason.FundExhausted), Assert.Single((await ExceptionsAsync(applied, UpliftExceptionReason.FundExhausted)).Select(left => (left.CommitmentId, left.Reason))));
    }

    [Fact]
    public async Task of_named_commitments_says_of_each_why_it_stays()
    {
        var year = OwnYear();
        await allocation.FundedAsync(year);
        var held = (await allocation.Commit(await allocation.RequestAsync(year, Of(Assistant, Line(100))))).Commitment;
        var confirmed = await ConfirmedAsync(year, Of(Assistant, Line(100)));
        var ended = await ConfirmedAsync(year, Of(Assistant, Line(100)));
        await allocation.Commitments.EndCommitmentAsync(
            new EndCommitmentRequest { CommitmentId = ended.CommitmentId, EndDate = $"{year}-06-01", Reasons = "Moved.", Etag = ended.Etag, RequestId = NewId() }, allocation.Ann);

        var applied = await AppliedAsync(await DraftAsync($"{year + 1}-05-01", held.CommitmentId, confirmed.CommitmentId, ended.CommitmentId));

        Assert.Equal(
            [(held.CommitmentId, UpliftExceptionReason.NotConfirmed), (confirmed.CommitmentId, UpliftExceptionReason.YearOver), (ended.CommitmentId, UpliftExceptionReason.Ended)],
            (await ExceptionsAsync(applied)).Select(left => (left.CommitmentId, left.Reason)).OrderBy(left => left.CommitmentId, StringComparer.Ordinal));
        Assert.Empty(await ExceptionsAsync(applied, UpliftExceptionReason.PersonDied));
    }

    [Fact]
    public async Task lists_whose_contribution_rests_on_the_rates_of_another_year()
    {
        // A day for which national rates are known.
        var commitment = await ConfirmedAsync(2026, Of("TRANSPORT", Line(100, LegalBasis.Chc)));
        var assessed = Assert.Single(await allocation.Service.LookAsync<Guid>("""
            insert into allocation.financial_assessments (programme, id, person_id, effective_from, facts, state, calculation, is_full_cost, weekly_maximum_pence,
                review_date, charging_rates_id, rules_version, drafted_by, completed_by, completed_at, created_at)
            values ('north', gen_random_uuid(), @id, '2025-06-02', '{}', 'COMPLETED', '{}', false, 8402, '2026-04-06', '01900000-0000-7000-8000-000000202526', '2024-04-08', 'ann',
                'ann', now(), now())
            returning id
            """, new { id = Guid.Parse(commitment.PersonId) }));

        var applied = await AppliedAsync(await DraftAsync("2026-05-04", commitment.CommitmentId));

        var left = Assert.Single(await ExceptionsAsync(applied, UpliftExceptionReason.ContributionToReassess));
        Assert.Equal((assessed.ToString(), commitment.PersonId), (left.FinancialAssessmentId, left.PersonId));
        Assert.Equal(1, Assert.Single(applied.Outcome.Exceptions).Count);
    }

    [Fact]
    public async Task is_approved_by_another_and_applied_after_that()
    {
        var draft = await DraftAsync("2030-04-01");
        var approval = new ApproveAnnualUpliftRequest { AnnualUpliftId = draft.AnnualUpliftId, Etag = draft.Etag, RequestId = NewId() };

        Assert.Equal("ANNUAL_UPLIFT_NOT_APPROVED", (await RefusedCall.OfAsync(_uplifts.ApplyAnnualUpliftAsync(
            new ApplyAnnualUpliftRequest { AnnualUpliftId = draft.AnnualUpliftId, RequestId = NewId() }, allocation.Ann))).Reason);
        Assert.Equal("CHECKER_IS_MAKER", (await RefusedCall.OfAsync(_uplifts.ApproveAnnualUpliftAsync(approval, allocation.Ann))).Reason);
        var approved = await ApprovedAsync(draft);
        Assert.Equal((AnnualUpliftState.Approved, "bob"), (approved.State, approved.ApprovedBy));
        approval.RequestId = NewId();
        Assert.Equal("ANNUAL_UPLIFT_APPROVED", (await RefusedCall.OfAsync(_uplifts.ApproveAnnualUpliftAsync(approval, allocation.Service.As("bob")))).Reason);
        Assert.Contains(
            (await _uplifts.ListAnnualUpliftsAsync(new ListAnnualUpliftsRequest { PageSize = 1_000 }, allocation.Ann)).AnnualUplifts, known => known.Equals(approved));
    }

    [Fact]
    public async Task is_refused_with_all_its_faults()
    {
        var uplift = new AnnualUplift
        {
            Name = "Rates", EffectiveDate = "2030-04-01", CommitmentIds = { NewId() },
            Rates =
            {
                new UpliftRate { Category = Assistant }, new UpliftRate { Category = Assistant, BasisPoints = 1 }, new UpliftRate { Category = "LEISURE", BasisPoints = 1, WeeklyPence = 1 },
            },
        };

        var refusal = await RefusedCall.OfAsync(_uplifts.CreateAnnualUpliftAsync(new CreateAnnualUpliftRequest { AnnualUplift = uplift, RequestId = NewId() }, allocation.Ann));

        Assert.Equal(
            ["annual_uplift.rates[0].basis_points", "annual_uplift.rates[1].category", "annual_uplift.rates[2].weekly_pence", "annual_uplift.commitment_ids[0]"],
            refusal.Fields);
    }

    /// <summary>An uplift looks at everything that runs on its day, so these years are nobody else's.</summary>
    private static int OwnYear() => Interlocked.Add(ref _year, 2);

    private async Task<AnnualUplift> DraftAsync(string day, params string[] commitmentIds) => await _uplifts.CreateAnnualUpliftAsync(
        new CreateAnnualUpliftRequest
        {
            AnnualUplift = new AnnualUplift
            {
                Name = "Rates of the year", EffectiveDate = day, Rates = { new UpliftRate { Category = Assistant, BasisPoints = 1_000 } }, CommitmentIds = { commitmentIds },
            },
            RequestId = NewId(),
        },
        allocation.Ann);

    private async Task<AnnualUplift> ApprovedAsync(AnnualUplift draft) => (await _uplifts.ApproveAnnualUpliftAsync(
        new ApproveAnnualUpliftRequest { AnnualUpliftId = draft.AnnualUpliftId, Etag = draft.Etag, RequestId = NewId() }, allocation.Service.As("bob"))).AnnualUplift;

    private async Task<ApplyAnnualUpliftResponse> ApplyAsync(AnnualUplift approved) => await _uplifts.ApplyAnnualUpliftAsync(
        new ApplyAnnualUpliftRequest { AnnualUpliftId = approved.AnnualUpliftId, RequestId = NewId() }, allocation.Ann);

    private async Task<AnnualUplift> AppliedAsync(AnnualUplift draft)
    {
        await ApplyAsync(await ApprovedAsync(draft));
        return await CompletedAsync(draft);
    }

    private Task<AnnualUplift> CompletedAsync(AnnualUplift uplift) => Eventually.AnswersAsync(() => ReadAsync(uplift), read => read.State is AnnualUpliftState.Applied);

    private Task<AnnualUplift> ReadAsync(AnnualUplift uplift) =>
        _uplifts.GetAnnualUpliftAsync(new GetAnnualUpliftRequest { AnnualUpliftId = uplift.AnnualUpliftId }, allocation.Ann).ResponseAsync;

    private async Task<IReadOnlyList<UpliftException>> ExceptionsAsync(AnnualUplift uplift, UpliftExceptionReason reason = UpliftExceptionReason.Unspecified) =>
        (await _uplifts.ListUpliftExceptionsAsync(new ListUpliftExceptionsRequest { AnnualUpliftId = uplift.AnnualUpliftId, Reason = reason }, allocation.Ann)).UpliftExceptions;

    private async Task<IReadOnlyList<CommitmentChange>> HistoryAsync(Commitment of) => (await allocation.Commitments.ListCommitmentChangesAsync(
        new ListCommitmentChangesRequest { CommitmentId = of.CommitmentId }, allocation.Ann)).CommitmentChanges;

    private static CostedLine Of(string category, CostedLine line)
    {
        line.Category = category;
        return line;
    }

    private async Task<Commitment> ConfirmedAsync(int year, params CostedLine[] lines)
    {
        var held = (await allocation.Commit(await allocation.RequestAsync(year, lines))).Commitment;
        await allocation.PublishAsync(new PlanApproved
        {
            Programme = "north", SubjectId = held.PlanId, SubjectVersion = 5, OccurredAt = DateTimeOffset.UtcNow, PersonId = held.PersonId,
            CommitmentId = held.CommitmentId, StartDate = new DateOnly(year, 5, 1), Lines = [],
        });
        return await Eventually.AnswersAsync(() => allocation.ReadAsync(held.CommitmentId), read => read.State is CommitmentState.Confirmed);
    }

    /// <summary>More of a commitment, each of a plan of its own; the fund follows.</summary>
    private Task<IReadOnlyList<int>> CloneAsync(string commitmentId, int count) => allocation.Service.LookAsync<int>("""
        with made as (
            insert into allocation.commitments (programme, id, kind, person_id, plan_id, plan_version, allocation_id, financial_year, start_date, state, split, lines, expires_at, created_at)
            select programme, gen_random_uuid(), kind, person_id, gen_random_uuid(), plan_version, allocation_id, financial_year, start_date, state, split, lines, expires_at, created_at
            from allocation.commitments, generate_series(1, @count) where id = @id
            returning id
        ), shared as (
            insert into allocation.commitment_shares (programme, commitment_id, place, fund_id, annual_pence, one_off_pence, power_pence, over_committed)
            select programme, made.id, place, fund_id, annual_pence, one_off_pence, power_pence, over_committed
            from allocation.commitment_shares, made where commitment_id = @id
            returning annual_pence, fund_id
        ), moved as (
            update allocation.funds set committed_pence = committed_pence + (select sum(annual_pence) from shared) where id in (select fund_id from shared)
        )
        select count(*)::int from made
        """, new { count, id = Guid.Parse(commitmentId) });
}
