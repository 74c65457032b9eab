using Grpc.Core;
using Npgsql;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

[Collection(TroubledFixture.Name)]
public sealed class Time_and_trouble(TroubledFixture payments)
{
    [Fact]
    public async Task a_run_that_missed_its_day_lapses_and_its_instalments_are_paid_by_the_next()
    {
        var (funder, _) = await FunderWithOnePersonAsync();
        var late = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        payments.Service.Clock.Offset += TimeSpan.FromDays(10);
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(late), payments.Checker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_DATE_TOO_SOON");

        var next = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        Assert.Equal((late.PaymentCount, late.TotalPence), (next.PaymentCount, next.TotalPence));
        var lapsed = await payments.PayRuns.GetPayRunAsync(new GetPayRunRequest { PayRunId = late.PayRunId }, payments.Maker);
        Assert.Equal((PayRunState.Lapsed, "2"), (lapsed.State, lapsed.Etag));
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(lapsed), payments.Checker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_DATE_TOO_SOON");
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(next), payments.Checker);
    }

    [Fact]
    public async Task a_run_that_is_being_released_when_its_day_ends_pays_once()
    {
        var (funder, schedule) = await FunderWithOnePersonAsync();
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await using var blocker = new NpgsqlConnection(payments.Service.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        // The release has written everything and waits to commit.
        await using (var hold = new NpgsqlCommand("lock table platform.outbox in exclusive mode", blocker, transaction))
            await hold.ExecuteNonQueryAsync();
        var release = payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.Checker).ResponseAsync;
        await UntilOneWaitsForAsync("platform.outbox");

        payments.Service.Clock.Offset += TimeSpan.FromDays(10);
        var next = payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        await transaction.RollbackAsync();

        Assert.Equal(PayRunState.Released, (await release).PayRun.State);
        await next.RefusedAsync(StatusCode.FailedPrecondition, "NOTHING_DUE");
        var now = await payments.PayRuns.GetPayRunAsync(new GetPayRunRequest { PayRunId = run.PayRunId }, payments.Maker);
        Assert.Equal(PayRunState.Released, now.State);
        var after = await payments.Schedules.GetPaymentScheduleAsync(
            new GetPaymentScheduleRequest { PaymentScheduleId = schedule.PaymentScheduleId }, payments.Maker);
        Assert.Equal(InstalmentState.Paid, Assert.Single(after.Instalments).State);
    }

    [Fact]
    public async Task a_bank_file_that_cannot_be_opened_does_not_keep_later_ones_waiting()
    {
        var (broken, _) = await FunderWithOnePersonAsync();
        var first = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(broken), payments.Maker);
        var lost = (await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(first), payments.Checker)).PayRun;
        var key = await KeyOfAsync(lost, "00000000");
        var (funder, _) = await FunderWithOnePersonAsync();
        var second = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        var released = (await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(second), payments.Checker)).PayRun;

        await IsWrittenAsync(released);
        await KeyOfAsync(lost, key);
        await IsWrittenAsync(lost);
    }

    [Fact]
    public async Task a_bank_file_that_could_not_be_written_follows_once_it_can()
    {
        var (funder, _) = await FunderWithOnePersonAsync();
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        Directory.CreateDirectory(Path.GetDirectoryName(payments.BankFiles)!);
        if (Directory.Exists(payments.BankFiles))
            Directory.Delete(payments.BankFiles, recursive: true);
        await File.WriteAllTextAsync(payments.BankFiles, "in the way");

        var released = (await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.Checker)).PayRun;
        Assert.Equal(PayRunState.Released, released.State);
        File.Delete(payments.BankFiles);

        await IsWrittenAsync(released);
    }

    [Fact]
    public async Task a_journal_that_brings_its_batch_down_fails_alone()
    {
        var (funder, schedule) = await FunderWithOnePersonAsync();
        var spend = (await payments.AccountAsync(schedule, funder, LedgerAccountKind.Spend)).LedgerAccountId;
        var advance = (await payments.AccountAsync(schedule, funder, LedgerAccountKind.DpAdvance)).LedgerAccountId;
        var full = (await payments.AccountAsync(schedule, funder, LedgerAccountKind.Commitment)).LedgerAccountId;
        var before = await SetDebitAsync(full, long.MaxValue);
        await using var blocker = new NpgsqlConnection(payments.Service.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select from payments.ledger_accounts where id = '{spend}' for update", blocker, transaction))
            await hold.ExecuteNonQueryAsync();

        // The first waits for the lock; the others gather behind it.
        var good = Enumerable.Range(0, 12).Select(_ => PostAsync(spend, advance)).ToArray();
        var bad = PostAsync(full, advance);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        await transaction.RollbackAsync();

        await Task.WhenAll(good);
        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => bad)).StatusCode);
        await SetDebitAsync(full, before);
        Assert.Equal(12, (await payments.AccountAsync(schedule, funder, LedgerAccountKind.Spend)).DebitPence);
        Assert.Equal(12, (await payments.AccountAsync(schedule, funder, LedgerAccountKind.DpAdvance)).CreditPence);
    }

    private async Task<PostJournalResponse> PostAsync(string debit, string credit) => await payments.Ledger.PostJournalAsync(
        new PostJournalRequest
        {
            Transfers = { new TransferToPost { DebitAccountId = debit, CreditAccountId = credit, AmountPence = 1 } },
            Cause = "SPEND_EVIDENCED",
            EffectiveDate = "2026-04-01",
            RequestId = PaymentsFixture.NewId(),
        },
        payments.Maker);

    private Task<bool> IsWrittenAsync(PayRun run) => Eventually.AnswersAsync(
        () => Task.FromResult(File.Exists(Path.Combine(payments.BankFiles, run.FileName))), isThere => isThere);

    private Task<long> UntilOneWaitsForAsync(string table) => Eventually.AnswersAsync(
        async () => (await payments.Service.LookAsync<long>(
            "select count(*) from pg_locks where not granted and relation = @table::regclass", new { table })).Single(),
        waiting => waiting > 0);

    /// <summary>Names another key for a bank file, which is unwritten again.</summary>
    private async Task<string> KeyOfAsync(PayRun run, string key) => (await payments.Service.LookAsync<string>("""
        with before as (select key_id from payments.bank_files where pay_run_id = @id)
        update payments.bank_files set key_id = @key, written_at = null from before where pay_run_id = @id returning before.key_id
        """, new { id = Guid.Parse(run.PayRunId), key }))[0];

    /// <summary>Damages a balance, or repairs it.</summary>
    private async Task<long> SetDebitAsync(string account, long pence) => (await payments.Service.LookAsync<long>("""
        with before as (select debit_pence from payments.ledger_accounts where id = @id)
        update payments.ledger_accounts set debit_pence = @pence from before where id = @id returning before.debit_pence
        """, new { id = Guid.Parse(account), pence }))[0];

    private async Task<(string Funder, PaymentSchedule Schedule)> FunderWithOnePersonAsync()
    {
        var (funder, person) = (payments.NewFunder(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        var payee = await payments.VerifiedPayeeAsync(person);
        var line = PaymentsFixture.DirectPayment(payee.PayeeId, new ApprovedShare(funder, 0, 45_000));
        return (funder, await payments.ApproveAsync(person, payments.Today, line));
    }
}
