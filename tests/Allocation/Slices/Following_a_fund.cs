using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Following_a_fund(AllocationService allocation)
{
    private FundAlertsService.FundAlertsServiceClient Alerts => new(allocation.Service.Channel);

    [Fact]
    public async Task shows_what_is_approved_committed_paid_and_still_to_come()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 10_000);
        fund = await ChangedAsync(fund, new Fund { ContingencyPence = 500, AlertBasisPoints = { 3_000, 2_000 } });
        var held = (await allocation.Commit(await allocation.RequestAsync(year, Line(3_640, LegalBasis.Chc, oneOffPence: 100)))).Commitment;

        await PaidAsync(held.PlanId, 300, new DateTime(year, 5, 1));
        var position = await PositionAsync(fund, paid: 300);

        Assert.Equal((10_000, 3_740, 500, 5_760), (position.ApprovedPence, position.CommittedPence, position.ContingencyPence, position.FreePence));
        Assert.Equal(position.PaidPence + position.ToComePence, position.ForecastPence);
        Assert.Equal([2_000, 3_000], position.PassedBasisPoints);
        Assert.False(position.OverCommitted);
        var listed = await allocation.Funds.ListFundPositionsAsync(new ListFundPositionsRequest { FinancialYear = year, Funder = Board }, allocation.Ann);
        Assert.Equal(position, Assert.Single(listed.FundPositions));
    }

    [Fact]
    public async Task keeps_its_contingency_from_powers_and_not_from_duties()
    {
        var year = NewYear();
        var fund = await ChangedAsync(await allocation.FundedAsync(year, pence: 1_000), new Fund { ContingencyPence = 300 });

        Assert.Equal("FUND_EXHAUSTED", (await RefusedCall.OfAsync(allocation.Commit(await allocation.RequestAsync(year, Line(701))))).Reason);
        var duty = (await allocation.Commit(await allocation.RequestAsync(year, Line(1_000, LegalBasis.Chc)))).Commitment;

        Assert.False(Assert.Single(duty.Shares).OverCommitted);
        Assert.Equal((1_000, fund.Etag), (await allocation.CommittedAsync(fund), (await allocation.Funds.GetFundAsync(new GetFundRequest { FundId = fund.FundId }, allocation.Ann)).Etag));
    }

    [Fact]
    public async Task forecasts_what_recurs_for_the_days_of_the_year_on_which_it_runs()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year);

        // From 1 May, 335 or 336 of a year's 364 days, which cost 10 pence each.
        var days = new DateOnly(year + 1, 4, 1).DayNumber - new DateOnly(year, 5, 1).DayNumber;
        await allocation.Commit(await allocation.RequestAsync(year, Line(3_640, LegalBasis.Chc, oneOffPence: 5)));

        Assert.Equal((3_645, (10 * days) + 5), (await allocation.CommittedAsync(fund), (await PositionAsync(fund, paid: 0)).ForecastPence));
    }

    [Fact]
    public async Task counts_a_payment_once_and_in_the_year_in_which_it_was_paid()
    {
        var year = NewYear();
        var (fund, next) = (await allocation.FundedAsync(year), await allocation.FundedAsync(NewYear()));
        var held = (await allocation.Commit(await allocation.RequestAsync(year, Line(5_200, LegalBasis.Chc)))).Commitment;

        var payment = await PaidAsync(held.PlanId, 400, new DateTime(year, 5, 1));
        await PaidAsync(held.PlanId, 400, new DateTime(year, 5, 1), payment);
        await PaidAsync(held.PlanId, 30, new DateTime(next.FinancialYear, 4, 1));

        Assert.Equal(30, (await PositionAsync(next, paid: 30)).ForecastPence);
        Assert.Equal(400, (await PositionAsync(fund, paid: 400)).PaidPence);
        Assert.Equal(
            ("CHC", "HEALTH", 400L),
            Assert.Single(await allocation.Service.LookAsync<(string, string, long)>(
                "select legal_basis, need_type, amount_pence from allocation.payment_parts where payment_id = @Id", new { Id = Guid.Parse(payment) })));
    }

    [Fact]
    public async Task raises_an_alert_once_when_a_threshold_is_passed_and_once_when_it_is_not_any_more()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 1_000);
        var held = (await allocation.Commit(await allocation.RequestAsync(year, Line(1_500, LegalBasis.Chc)))).Commitment;

        var raised = await AlertsAsync(fund, 2);
        await allocation.Budgets.ReleaseCommitmentAsync(
            new ReleaseCommitmentRequest { CommitmentId = held.CommitmentId, Etag = held.Etag, RequestId = NewId() }, allocation.Ann);
        var all = await AlertsAsync(fund, 4);

        Assert.Equal([(FundMeasure.Forecast, true), (FundMeasure.Committed, true)], raised.Select(alert => (alert.Measure, alert.IsAbove)).Order());
        Assert.Equal([(FundMeasure.Forecast, false), (FundMeasure.Committed, false)], all.Skip(2).Select(alert => (alert.Measure, alert.IsAbove)).Order());
        Assert.All(all, alert => Assert.Equal(1_000, alert.ApprovedPence));
        foreach (var alert in all)
            Assert.Contains(alert.IsAbove ? "ABOVE" : "BELOW", Assert.Single(await allocation.Service.EventsAsync<FundForecastBreached>(alert.FundAlertId)));
    }

    [Fact]
    public async Task keeps_the_budget_holders_note_on_an_alert()
    {
        var year = NewYear();
        var fund = await allocation.FundedAsync(year, pence: 10);
        await allocation.Commit(await allocation.RequestAsync(year, Line(11, LegalBasis.S117)));
        var alert = (await AlertsAsync(fund, 1))[0];

        var answered = (await AnswerAsync(alert)).FundAlert;

        Assert.Equal(("Seen", "ann", "2"), (answered.Note, answered.AnsweredBy, answered.Etag));
        Assert.Equal(answered, await Alerts.GetFundAlertAsync(new GetFundAlertRequest { FundAlertId = alert.FundAlertId }, allocation.Ann));
        Assert.Equal("FUND_ALERT_ANSWERED", (await RefusedCall.OfAsync(AnswerAsync(answered))).Reason);
        var waiting = await Alerts.ListFundAlertsAsync(new ListFundAlertsRequest { FundId = fund.FundId, UnansweredOnly = true }, allocation.Ann);
        Assert.DoesNotContain(alert.FundAlertId, waiting.FundAlerts.Select(other => other.FundAlertId));
    }

    [Fact]
    public async Task refuses_to_change_what_a_fund_was_made_as_and_to_keep_back_more_than_is_approved()
    {
        var fund = await allocation.FundedAsync(NewYear(), pence: 100);

        var refusal = await RefusedCall.OfAsync(ChangedAsync(
            fund, new Fund { Funder = Council, FinancialYear = 2030, Purpose = FundPurpose.Carers, ApprovedPence = 99, ContingencyPence = 100 }));

        Assert.Equal(["fund.funder", "fund.financial_year", "fund.purpose", "fund.approved_pence", "fund.contingency_pence"], refusal.Fields);
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(ChangedAsync(new Fund(fund) { Etag = "9" }, new Fund { ContingencyPence = 1 }))).Reason);
        Assert.Equal(fund, await allocation.Funds.GetFundAsync(new GetFundRequest { FundId = fund.FundId }, allocation.Ann));
    }

    [Fact]
    public async Task knows_a_funder_outside_the_programme_and_one_of_education()
    {
        var (outside, education) = (await FundedByAsync("QZZ", FunderKind.Unspecified), await FundedByAsync("E10000099", FunderKind.Education));

        Assert.Equal((FunderKind.Other, FunderKind.Education), (outside.FunderKind, education.FunderKind));
        Assert.Equal(FunderKind.Council, (await allocation.FundedAsync(NewYear(), Council)).FunderKind);
    }

    private Task<Fund> FundedByAsync(string funder, FunderKind kind) => allocation.Funds.CreateFundAsync(
        new CreateFundRequest { Fund = new Fund { Funder = funder, FunderKind = kind, FinancialYear = NewYear(), ApprovedPence = 1 }, RequestId = NewId() },
        allocation.Ann).ResponseAsync;

    private Task<Fund> ChangedAsync(Fund fund, Fund changes) => allocation.Funds.UpdateFundAsync(
        new UpdateFundRequest { FundId = fund.FundId, Fund = changes, Etag = fund.Etag, RequestId = NewId() }, allocation.Ann).ResponseAsync;

    private Task<AnswerFundAlertResponse> AnswerAsync(FundAlert alert) => Alerts.AnswerFundAlertAsync(
        new AnswerFundAlertRequest { FundAlertId = alert.FundAlertId, Note = "Seen", Etag = alert.Etag, RequestId = NewId() }, allocation.Ann).ResponseAsync;

    private async Task<string> PaidAsync(string planId, long pence, DateTime day, string? paymentId = null)
    {
        paymentId ??= NewId();
        await allocation.PublishAsync(new PaymentReleased
        {
            Programme = "north", SubjectId = paymentId, SubjectVersion = 1, OccurredAt = new DateTimeOffset(day.AddHours(12), TimeSpan.Zero),
            PayRunId = NewId(), PlanId = planId, Funder = Board, AmountPence = pence,
        });
        return paymentId;
    }

    private async Task<FundPosition> PositionAsync(Fund fund, long paid)
    {
        FundPosition position = null!;
        await Eventually.TrueAsync("the payments are counted", async () =>
            (position = await allocation.Funds.GetFundPositionAsync(new GetFundPositionRequest { FundId = fund.FundId }, allocation.Ann)).PaidPence == paid);
        return position;
    }

    private async Task<IReadOnlyList<FundAlert>> AlertsAsync(Fund fund, int count)
    {
        IReadOnlyList<FundAlert> alerts = [];
        await Eventually.TrueAsync($"{count} alerts are raised", async () =>
            (alerts = (await Alerts.ListFundAlertsAsync(new ListFundAlertsRequest { FundId = fund.FundId }, allocation.Ann)).FundAlerts).Count >= count);
        return alerts;
    }
}
