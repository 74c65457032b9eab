using Grpc.Core;
using Npgsql;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Payments.Tests.Slices;

public sealed class A_busy_ledger(A_busy_ledger.Fixture payments) : IClassFixture<A_busy_ledger.Fixture>
{
    [Fact]
    public async Task refuses_what_it_cannot_keep_waiting_and_posts_what_it_took()
    {
        var funder = payments.NewFunder();
        var schedule = await payments.ApproveAsync(
            PaymentsFixture.NewId(), payments.Today, PaymentsFixture.DirectPayment(PaymentsFixture.NewId(), new ApprovedShare(funder, 0, 1)));
        var spend = (await payments.AccountAsync(schedule, funder, LedgerAccountKind.Spend)).LedgerAccountId;
        var advance = (await payments.AccountAsync(schedule, funder, LedgerAccountKind.DpAdvance)).LedgerAccountId;
        await using var blocker = new NpgsqlConnection(payments.Service.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select from payments.ledger_accounts for update", blocker, transaction))
            await hold.ExecuteNonQueryAsync();

        using var written = Post(spend, advance);
        await Eventually.AnswersAsync(
            () => payments.Service.LookAsync<int>("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"),
            waiting => waiting.Count > 0);
        using var waiting = Post(spend, advance);
        // Both calls travel on their own: the second is in the queue once a third is refused.
        var refused = await Eventually.AnswersAsync(
            async () =>
            {
                using var third = Post(spend, advance, DateTime.UtcNow.AddSeconds(1));
                return (await Assert.ThrowsAsync<RpcException>(async () => await third)).StatusCode;
            },
            code => code is StatusCode.ResourceExhausted);

        await transaction.RollbackAsync();
        await Task.WhenAll(written.ResponseAsync, waiting.ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, refused);
    }

    private AsyncUnaryCall<PostJournalResponse> Post(string debit, string credit, DateTime? deadline = null) => payments.Ledger.PostJournalAsync(
        new PostJournalRequest
        {
            Transfers = { new TransferToPost { DebitAccountId = debit, CreditAccountId = credit, AmountPence = 1 } },
            Cause = "SPEND_EVIDENCED",
            EffectiveDate = "2026-04-01",
            RequestId = PaymentsFixture.NewId(),
        },
        payments.Maker,
        deadline);

    /// <summary>A service that lets one journal wait.</summary>
    public sealed class Fixture : PaymentsFixture
    {
        protected override IEnumerable<(string Key, string Value)> Settings => [("Ledger:WaitingJournals", "1")];
    }
}
