using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.Bacs;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

public sealed class A_pay_run(PaymentsFixture payments)
{
    [Fact]
    public async Task pays_what_is_due_from_the_ledger_to_the_bank_file()
    {
        var funder = payments.NewFunder();
        var schedules = await ApproveAsync(funder, people: 3);
        var prepared = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        Assert.Equal(
            (PayRunState.Prepared, 3, 3 * 105_000L, 0, "maker"),
            (prepared.State, prepared.PaymentCount, prepared.TotalPence, prepared.HeldBackCount, prepared.MadeBy));
        using var recorded = new Measured("budgets.payments.recorded");
        using var pence = new Measured("payment.released");

        var released = (await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(prepared), payments.Checker)).PayRun;

        Assert.Equal((PayRunState.Released, "checker", "2"), (released.State, released.ReleasedBy, released.Etag));
        var paid = (await payments.PayRuns.ListPaymentsAsync(new ListPaymentsRequest { PayRunId = released.PayRunId }, payments.Maker)).Payments;
        Assert.Equal(schedules.Select(schedule => schedule.PlanId).Order(), paid.Select(payment => payment.PlanId).Order());
        Assert.All(paid, payment => Assert.Matches("^PB[0-9]{6} P(0[1-9]|1[0-2])$", payment.Reference));
        Assert.Equal(paid[0], await payments.PayRuns.GetPaymentAsync(new GetPaymentRequest { PaymentId = paid[0].PaymentId }, payments.Maker));
        await LedgerHoldsAsync(schedules, funder);
        await FileHoldsAsync(released, paid.Select(payment => payment.Reference));
        await ToldAsync(paid);
        Assert.Contains(3, recorded.Observe());
        Assert.Contains(315_000, pence.Observe());
    }

    [Fact]
    public async Task holds_back_whom_nobody_verified_and_whose_payee_is_another_persons()
    {
        var (funder, person) = (payments.NewFunder(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        var unverified = await payments.Payees.CreatePayeeAsync(PaymentsFixture.PayeeOf(person), payments.Maker);
        var others = await payments.VerifiedPayeeAsync(PaymentsFixture.NewId());
        await payments.ApproveAsync(
            person,
            payments.Today,
            PaymentsFixture.DirectPayment(unverified.PayeeId, new ApprovedShare(funder, 0, 100)),
            PaymentsFixture.DirectPayment(others.PayeeId, new ApprovedShare(funder, 0, 200)),
            PaymentsFixture.DirectPayment(PaymentsFixture.NewId(), new ApprovedShare(funder, 0, 300)));
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "NOTHING_DUE");

        await payments.Payees.VerifyPayeeAsync(
            new VerifyPayeeRequest { PayeeId = unverified.PayeeId, Etag = unverified.Etag, RequestId = PaymentsFixture.NewId() }, payments.Checker);
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        Assert.Equal((1, 100L, 2), (run.PaymentCount, run.TotalPence, run.HeldBackCount));
    }

    [Fact]
    public async Task takes_nothing_that_falls_due_later_and_nothing_twice()
    {
        var funder = payments.NewFunder();
        var schedule = Assert.Single(await ApproveAsync(funder, people: 1));
        var first = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(first), payments.Checker);

        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "NOTHING_DUE");

        var instalments = (await GetAsync(schedule)).Instalments;
        Assert.Equal(InstalmentState.Paid, instalments[0].State);
        Assert.All(instalments.Skip(1), instalment => Assert.Equal(InstalmentState.Due, instalment.State));
    }

    [Fact]
    public async Task is_refused_on_a_day_that_Bacs_does_not_work_or_cannot_reach()
    {
        var funder = payments.NewFunder();
        var calendar = new BacsCalendar(BankHolidays.Embedded());
        var holiday = Enumerable.Range(1, 10).Select(payments.Today.AddDays).First(day => !calendar.IsWorkingDay(day));
        var tooFar = Enumerable.Range(40, 10).Select(payments.Today.AddDays).First(calendar.IsWorkingDay);
        var tooSoon = Enumerable.Range(0, 10).Select(days => payments.Today.AddDays(-days)).First(calendar.IsWorkingDay);

        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder, holiday), payments.Maker)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_WORKING_DAY");
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder, tooSoon), payments.Maker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_DATE_TOO_SOON");
        // An open run keeps the funder's next one waiting: one for a mistyped year would do so for a year.
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder, tooFar), payments.Maker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_DATE_TOO_FAR");
    }

    [Fact]
    public async Task needs_a_verified_account_of_its_funder_and_no_other_open_run()
    {
        var funder = payments.NewFunder();
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "FUNDER_ACCOUNT_MISSING");
        var account = await payments.FunderAccounts.CreateFunderAccountAsync(PaymentsFixture.FunderAccountOf(funder), payments.Maker);
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "FUNDER_ACCOUNT_MISSING");
        await payments.FunderAccounts.VerifyFunderAccountAsync(
            new VerifyFunderAccountRequest { FunderAccountId = account.FunderAccountId, Etag = account.Etag, RequestId = PaymentsFixture.NewId() },
            payments.Checker);
        await ApproveAsync(funder, people: 1, hasAccount: true);

        // Two at once: one is made.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            CodeOfAsync(payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker))));

        Assert.Equal([StatusCode.OK, StatusCode.FailedPrecondition, StatusCode.FailedPrecondition, StatusCode.FailedPrecondition], outcomes.Order());
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "PAY_RUN_OPEN");
    }

    [Fact]
    public async Task is_released_by_another_person_than_its_maker_and_once_however_many_try()
    {
        var funder = payments.NewFunder();
        await ApproveAsync(funder, people: 1);
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await payments.PayRuns.GetBankFileAsync(new GetBankFileRequest { PayRunId = run.PayRunId }, payments.Maker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_RUN_NOT_RELEASED");
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.Maker)
            .RefusedAsync(StatusCode.FailedPrecondition, "CHECKER_IS_MAKER");
        var withoutEtag = new ReleasePayRunRequest { PayRunId = run.PayRunId, RequestId = PaymentsFixture.NewId() };
        await payments.PayRuns.ReleasePayRunAsync(withoutEtag, payments.Checker).RefusedAsync(StatusCode.FailedPrecondition, "ETAG_REQUIRED");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            CodeOfAsync(payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.By($"checker-{i}")))));

        Assert.Equal(1, outcomes.Count(code => code is StatusCode.OK));
        Assert.Equal(7, outcomes.Count(code => code is StatusCode.Aborted));
        var now = await payments.PayRuns.GetPayRunAsync(new GetPayRunRequest { PayRunId = run.PayRunId }, payments.Maker);
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(now), payments.Checker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_RUN_RELEASED");
        var transfers = await payments.Service.LookAsync<long>(
            "select amount_pence from payments.ledger_transfers where funder = @funder and cause = 'PAY_RUN'",
            new { funder });
        Assert.Equal([105_000], transfers);
    }

    [Fact]
    public async Task gives_the_same_answer_to_the_same_request_id()
    {
        var funder = payments.NewFunder();
        await ApproveAsync(funder, people: 1);
        var create = payments.RunOf(funder);
        var run = await payments.PayRuns.CreatePayRunAsync(create, payments.Maker);
        Assert.Equal(run, await payments.PayRuns.CreatePayRunAsync(create, payments.Maker));

        var release = PaymentsFixture.ReleaseOf(run);
        var released = await payments.PayRuns.ReleasePayRunAsync(release, payments.Checker);
        Assert.Equal(released, await payments.PayRuns.ReleasePayRunAsync(release, payments.Checker));
    }

    [Fact]
    public async Task is_not_there_for_another_programme()
    {
        var funder = payments.NewFunder();
        await ApproveAsync(funder, people: 1);
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        await payments.PayRuns.GetPayRunAsync(new GetPayRunRequest { PayRunId = run.PayRunId }, payments.Stranger)
            .RefusedAsync(StatusCode.NotFound, "PAY_RUN_NOT_FOUND");
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.Stranger).RefusedAsync(StatusCode.NotFound, "PAY_RUN_NOT_FOUND");
        await payments.PayRuns.ListPaymentsAsync(new ListPaymentsRequest { PayRunId = run.PayRunId }, payments.Stranger)
            .RefusedAsync(StatusCode.NotFound, "PAY_RUN_NOT_FOUND");
        await payments.PayRuns.GetBankFileAsync(new GetBankFileRequest { PayRunId = run.PayRunId }, payments.Stranger)
            .RefusedAsync(StatusCode.NotFound, "PAY_RUN_NOT_FOUND");
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Stranger)
            .RefusedAsync(StatusCode.FailedPrecondition, "FUNDER_ACCOUNT_MISSING");
        Assert.DoesNotContain(run, (await payments.PayRuns.ListPayRunsAsync(new ListPayRunsRequest { PageSize = 1000 }, payments.Stranger)).PayRuns);
    }

    [Fact]
    public async Task is_refused_where_one_payment_is_more_than_Bacs_carries()
    {
        var (funder, person) = (payments.NewFunder(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        var payee = await payments.VerifiedPayeeAsync(person);
        var tooMuch = new ApprovedShare(funder, 0, Standard18.LargestPaymentPence + 1);
        await payments.ApproveAsync(person, payments.Today, PaymentsFixture.DirectPayment(payee.PayeeId, tooMuch));

        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "BACS_ITEM_LIMIT");
    }

    private async Task<IReadOnlyList<PaymentSchedule>> ApproveAsync(string funder, int people, bool hasAccount = false)
    {
        if (!hasAccount)
            await payments.VerifiedFunderAccountAsync(funder);
        var schedules = new List<PaymentSchedule>();
        for (var i = 0; i < people; i++)
        {
            var person = PaymentsFixture.NewId();
            var payee = await payments.VerifiedPayeeAsync(person, $"Person {i}");
            schedules.Add(await payments.ApproveAsync(
                person, payments.Today, PaymentsFixture.DirectPayment(payee.PayeeId, new ApprovedShare(funder, 13 * 60_000, 45_000))));
        }

        return schedules;
    }

    private async Task LedgerHoldsAsync(IReadOnlyList<PaymentSchedule> schedules, string funder)
    {
        foreach (var schedule in schedules)
            Assert.Equal(105_000, (await payments.AccountAsync(schedule, funder, LedgerAccountKind.DpAdvance)).DebitPence);
        Assert.Equal(315_000, (await payments.AccountAsync(schedules[0], funder, LedgerAccountKind.Bank)).CreditPence);
        Assert.True((await payments.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest(), payments.Maker)).Balanced);
    }

    private async Task FileHoldsAsync(PayRun run, IEnumerable<string> references)
    {
        var file = await payments.PayRuns.GetBankFileAsync(new GetBankFileRequest { PayRunId = run.PayRunId }, payments.Maker);
        Assert.Equal((run.FileName, run.FileSha256), (file.FileName, file.Sha256));
        Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(file.Content.Span)));
        var lines = Encoding.ASCII.GetString(file.Content.Span).Split("\r\n");
        Assert.Equal(references.Order(), lines[4..7].Select(line => line[64..82].TrimEnd()).Order());
        Assert.All(lines[4..7], line => Assert.StartsWith("0899996637495809910799988837491    00000105000ANYTOWN COUNCIL", line, StringComparison.Ordinal));
        Assert.StartsWith("1079998883749101710799988837491    00000315000DP RUN ", lines[7], StringComparison.Ordinal);

        var written = Path.Combine(payments.BankFiles, run.FileName);
        Assert.Equal(file.Content.ToByteArray(), await File.ReadAllBytesAsync(written));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(written).UnixFileMode);
        var stored = await payments.Service.LookAsync<string>(
            "select encode(content, 'escape') from payments.bank_files where pay_run_id = @id",
            new { id = Guid.Parse(run.PayRunId) });
        Assert.DoesNotContain("66374958", stored[0], StringComparison.Ordinal);
    }

    private async Task ToldAsync(IEnumerable<Payment> paid)
    {
        foreach (var payment in paid)
        {
            var told = await payments.Service.LookAsync<string>(
                "select body->>'amountPence' from platform.outbox where aggregate_id = @id",
                new { id = Guid.Parse(payment.PaymentId) });
            Assert.Equal([$"{payment.AmountPence}"], told);
        }
    }

    private async Task<PaymentSchedule> GetAsync(PaymentSchedule schedule) =>
        await payments.Schedules.GetPaymentScheduleAsync(new GetPaymentScheduleRequest { PaymentScheduleId = schedule.PaymentScheduleId }, payments.Maker);

    private static async Task<StatusCode> CodeOfAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            try
            {
                await call;
                return StatusCode.OK;
            }
            catch (RpcException failure)
            {
                return failure.StatusCode;
            }
        }
    }
}
