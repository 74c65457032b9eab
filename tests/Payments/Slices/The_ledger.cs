using Npgsql;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Payments.Tests.Slices;

[Collection(TroubledFixture.Name)]
public sealed class The_ledger(TroubledFixture payments)
{
    [Theory]
    [InlineData("update payments.ledger_transfers set amount_pence = 1")]
    [InlineData("delete from payments.ledger_transfers")]
    [InlineData("truncate payments.ledger_transfers")]
    [InlineData("delete from payments.ledger_accounts")]
    [InlineData("update payments.ledger_accounts set funder = 'X'")]
    [InlineData("alter table payments.ledger_transfers disable row level security")]
    public async Task takes_no_change_from_the_service_itself(string statement)
    {
        await using var connection = await AsServiceAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task takes_no_entry_between_two_funders_books_even_from_faulty_code()
    {
        var (first, second) = (payments.NewFunder(), payments.NewFunder());
        var schedule = await payments.ApproveAsync(
            PaymentsFixture.NewId(),
            payments.Today,
            PaymentsFixture.DirectPayment(PaymentsFixture.NewId(), new ApprovedShare(first, 0, 100), new ApprovedShare(second, 0, 100)));
        var debit = await payments.AccountAsync(schedule, first, LedgerAccountKind.Spend);
        var credit = await payments.AccountAsync(schedule, second, LedgerAccountKind.DpAdvance);
        await using var connection = await AsServiceAsync();
        await ExecuteAsync(connection, "set app.programme = 'north'");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, $"""
            insert into payments.ledger_transfers
                (programme, id, journal_id, funder, debit_account_id, credit_account_id, amount_pence, cause, effective_date, posted_at)
            values ('north', gen_random_uuid(), gen_random_uuid(), '{first}', '{debit.LedgerAccountId}', '{credit.LedgerAccountId}', 1, 'X', now(), now())
            """));

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, refusal.SqlState);
    }

    [Fact]
    public async Task says_so_when_a_balance_is_not_the_sum_of_its_transfers()
    {
        var funder = payments.NewFunder();
        var schedule = await payments.ApproveAsync(
            PaymentsFixture.NewId(), payments.Today, PaymentsFixture.DirectPayment(PaymentsFixture.NewId(), new ApprovedShare(funder, 1300, 100)));
        var account = await payments.AccountAsync(schedule, funder, LedgerAccountKind.Commitment);
        Assert.True((await TrialBalanceAsync()).Balanced);

        // Both sides of the memorandum by the same penny: the totals still agree, the transfers do not.
        await payments.Service.LookAsync<int>(
            "update payments.ledger_accounts set debit_pence = debit_pence + 1 where id = @id returning 1", new { id = Guid.Parse(account.LedgerAccountId) });
        await payments.Service.LookAsync<int>(
            "update payments.ledger_accounts set credit_pence = credit_pence + 1 where funder = @funder and kind = 'BUDGET_AVAILABLE' returning 1",
            new { funder });

        var damaged = await TrialBalanceAsync();
        Assert.False(damaged.Balanced);
        Assert.Equal(damaged.DebitPence, damaged.CreditPence);
        using var metrics = new Measured("budgets.ledger.imbalance");
        await Eventually.AnswersAsync(() => Task.FromResult(metrics.Observe()), pence => pence.Contains(2));
    }

    private async Task<TrialBalance> TrialBalanceAsync() => await payments.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest(), payments.Maker);

    private async Task<NpgsqlConnection> AsServiceAsync()
    {
        var connection = new NpgsqlConnection(payments.Service.ConnectionString + ";Options=-c role=payments_app");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
