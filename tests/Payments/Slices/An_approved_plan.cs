using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;

namespace PersonalBudgets.Payments.Tests.Slices;

public sealed class An_approved_plan(PaymentsFixture payments)
{
    [Fact]
    public async Task has_its_accounts_its_promise_and_its_schedule()
    {
        var (council, board, payee) = (payments.NewFunder(), payments.NewFunder(), PaymentsFixture.NewId());

        var schedule = await payments.ApproveAsync(
            PaymentsFixture.NewId(),
            new DateOnly(2026, 4, 6),
            PaymentsFixture.DirectPayment(payee, new ApprovedShare(council, 15598 * 52, 0), new ApprovedShare(board, 0, 45000)),
            new ApprovedLine(PaymentsFixture.NewId(), "NOTIONAL", null, [new ApprovedShare(board, 100_000, 0)]));

        Assert.Equal(14, schedule.Instalments.Count);
        Assert.Equal(13, schedule.Instalments.Count(instalment => instalment.Funder == council && instalment.AmountPence is 62392));
        var oneOff = Assert.Single(schedule.Instalments, instalment => instalment.Funder == board);
        Assert.Equal(("2026-04-06", 45000L, payee, InstalmentState.Due), (oneOff.DueDate, oneOff.AmountPence, oneOff.PayeeId, oneOff.State));
        Assert.Equal(15598 * 52, (await payments.AccountAsync(schedule, council, LedgerAccountKind.Commitment)).DebitPence);
        Assert.Equal(145_000, (await payments.AccountAsync(schedule, board, LedgerAccountKind.Commitment)).DebitPence);
        Assert.Equal(145_000, (await payments.AccountAsync(schedule, board, LedgerAccountKind.BudgetAvailable)).CreditPence);
        Assert.Equal(0, (await payments.AccountAsync(schedule, board, LedgerAccountKind.Bank)).CreditPence);
        Assert.Equal(0, (await payments.AccountAsync(schedule, board, LedgerAccountKind.Spend)).DebitPence);
        var told = await payments.Service.LookAsync<string>(
            "select body->>'instalmentCount' from platform.outbox where aggregate_id = @id", new { id = Guid.Parse(schedule.PaymentScheduleId) });
        Assert.Equal(["14"], told);
    }

    [Fact]
    public async Task shares_its_funders_own_accounts_with_the_plans_before_it()
    {
        var funder = payments.NewFunder();
        var line = PaymentsFixture.DirectPayment(PaymentsFixture.NewId(), new ApprovedShare(funder, 0, 1000));

        var schedules = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => payments.ApproveAsync(PaymentsFixture.NewId(), payments.Today, line)));

        Assert.Equal(8000, (await payments.AccountAsync(schedules[0], funder, LedgerAccountKind.BudgetAvailable)).CreditPence);
        var numbers = await payments.Service.LookAsync<int>(
            "select plan_number from payments.payment_schedules where id = any (@ids)",
            new { ids = schedules.Select(schedule => Guid.Parse(schedule.PaymentScheduleId)).ToArray() });
        Assert.Equal(8, numbers.Distinct().Count());
    }
}
