using Grpc.Core;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

public sealed class Posting_a_journal(PaymentsFixture payments)
{
    [Fact]
    public async Task moves_both_accounts_and_can_be_read_again()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());

        var journal = await payments.Ledger.PostJournalAsync(Journal((spend, advance, 1250), (spend, advance, 50)), payments.Maker);

        Assert.Equal([1250, 50], journal.LedgerTransfers.Select(transfer => transfer.AmountPence));
        Assert.All(journal.LedgerTransfers, transfer => Assert.Equal(journal.JournalId, transfer.JournalId));
        Assert.Equal(1300, (await GetAsync(spend)).DebitPence);
        Assert.Equal(1300, (await GetAsync(advance)).CreditPence);
        var listed = await payments.Ledger.ListLedgerTransfersAsync(new ListLedgerTransfersRequest { LedgerAccountId = spend }, payments.Maker);
        Assert.Equal(journal.LedgerTransfers.OrderBy(transfer => transfer.LedgerTransferId), listed.LedgerTransfers);
        var one = await payments.Ledger.GetLedgerTransferAsync(
            new GetLedgerTransferRequest { LedgerTransferId = journal.LedgerTransfers[0].LedgerTransferId }, payments.Maker);
        Assert.Equal(journal.LedgerTransfers[0], one);
    }

    [Fact]
    public async Task is_gathered_with_the_others_that_come_at_once_and_all_add_up_to_the_penny()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());
        int[] pence = [.. Enumerable.Range(1, 64)];

        var journals = await Task.WhenAll(pence.Select(async amount =>
        {
            var request = Journal((spend, advance, amount));
            return (Request: request, Answer: await payments.Ledger.PostJournalAsync(request, payments.By($"clerk-{amount}")));
        }));

        Assert.Equal(pence.Sum(), (await GetAsync(spend)).DebitPence);
        Assert.Equal(pence.Sum(), (await GetAsync(advance)).CreditPence);
        Assert.True((await payments.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest(), payments.Maker)).Balanced);
        var transactions = await payments.Service.LookAsync<long>(
            "select count(distinct xmin::text) from payments.ledger_transfers where debit_account_id = @spend", new { spend = Guid.Parse(spend) });
        Assert.InRange(transactions[0], 1, 40);

        // Each is its own caller's: its audit entry names who and by which request.
        var audit = await payments.Service.LookAsync<(Guid Journal, string Actor, string Request)>(
            "select subject_id, actor, request_id from platform.audit_events where action = 'payments.journal.posted'");
        Assert.All(journals.Zip(pence), pair => Assert.Contains(
            (Guid.Parse(pair.First.Answer.JournalId), $"clerk-{pair.Second}", pair.First.Request.RequestId), audit));
    }

    [Fact]
    public async Task fails_alone_where_only_it_is_bad()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());
        var (_, foreign) = await AccountsAsync(payments.NewFunder());

        var good = Enumerable.Range(0, 24).Select(async _ => await payments.Ledger.PostJournalAsync(Journal((spend, advance, 10)), payments.Maker)).ToArray();
        var unknown = payments.Ledger.PostJournalAsync(Journal((spend, advance, 500), (spend, PaymentsFixture.NewId(), 500)), payments.Maker);
        var crossed = payments.Ledger.PostJournalAsync(Journal((spend, advance, 500), (spend, foreign, 500)), payments.Maker);
        var more = Enumerable.Range(0, 24).Select(async _ => await payments.Ledger.PostJournalAsync(Journal((spend, advance, 10)), payments.Maker)).ToArray();

        await unknown.RefusedAsync(StatusCode.NotFound, "LEDGER_ACCOUNT_NOT_FOUND");
        var faults = await crossed.RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");
        Assert.Equal(["transfers[1].credit_account_id"], faults.Fields);
        await Task.WhenAll([.. good, .. more]);
        Assert.Equal(480, (await GetAsync(spend)).DebitPence);
    }

    [Fact]
    public async Task that_was_refused_can_be_sent_again_under_its_request_id_once_it_is_right()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());
        var request = Journal((spend, PaymentsFixture.NewId(), 10));
        await payments.Ledger.PostJournalAsync(request, payments.Maker).RefusedAsync(StatusCode.NotFound, "LEDGER_ACCOUNT_NOT_FOUND");

        request.Transfers[0].CreditAccountId = advance;
        await payments.Ledger.PostJournalAsync(request, payments.Maker);

        Assert.Equal(10, (await GetAsync(spend)).DebitPence);
    }

    [Fact]
    public async Task is_answered_again_and_not_posted_again_for_the_same_request_id()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());
        var request = Journal((spend, advance, 75));
        var first = await payments.Ledger.PostJournalAsync(request, payments.Maker);

        using var repeat = payments.Ledger.PostJournalAsync(request, payments.Maker);
        Assert.Equal(first, await repeat);
        Assert.Equal("true", repeat.GetTrailers().GetValue("idempotency-hit"));

        request.Cause = "OTHER";
        await payments.Ledger.PostJournalAsync(request, payments.Maker).RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_REUSED");
        Assert.Equal(75, (await GetAsync(spend)).DebitPence);
    }

    [Fact]
    public async Task is_posted_once_however_often_it_is_sent_at_once()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());
        var request = Journal((spend, advance, 75));

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => await payments.Ledger.PostJournalAsync(request, payments.Maker)));

        Assert.Single(answers.Distinct());
        Assert.Equal(75, (await GetAsync(spend)).DebitPence);
    }

    [Fact]
    public async Task is_refused_with_every_transfer_that_stays_in_its_account()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());

        var faults = await payments.Ledger.PostJournalAsync(Journal((spend, spend, 1), (spend, advance, 1), (advance, advance, 1)), payments.Maker)
            .RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal(["transfers[0].credit_account_id", "transfers[2].credit_account_id"], faults.Fields);
    }

    [Fact]
    public async Task reaches_no_account_of_another_programme()
    {
        var (spend, advance) = await AccountsAsync(payments.NewFunder());

        await payments.Ledger.PostJournalAsync(Journal((spend, advance, 1)), payments.Stranger).RefusedAsync(StatusCode.NotFound, "LEDGER_ACCOUNT_NOT_FOUND");
        await payments.Ledger.GetLedgerAccountAsync(new GetLedgerAccountRequest { LedgerAccountId = spend }, payments.Stranger)
            .RefusedAsync(StatusCode.NotFound, "LEDGER_ACCOUNT_NOT_FOUND");
        Assert.Empty((await payments.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest(), payments.Stranger)).Rows);
    }

    private static PostJournalRequest Journal(params (string Debit, string Credit, long Pence)[] transfers) => new()
    {
        Transfers =
        {
            transfers.Select(transfer => new TransferToPost
            {
                DebitAccountId = transfer.Debit, CreditAccountId = transfer.Credit, AmountPence = transfer.Pence,
            }),
        },
        Cause = "SPEND_EVIDENCED",
        EffectiveDate = "2026-04-01",
        RequestId = PaymentsFixture.NewId(),
    };

    private async Task<(string Spend, string Advance)> AccountsAsync(string funder)
    {
        var schedule = await payments.ApproveAsync(
            PaymentsFixture.NewId(), payments.Today, PaymentsFixture.DirectPayment(PaymentsFixture.NewId(), new ApprovedShare(funder, 0, 1)));
        return (
            (await payments.AccountAsync(schedule, funder, LedgerAccountKind.Spend)).LedgerAccountId,
            (await payments.AccountAsync(schedule, funder, LedgerAccountKind.DpAdvance)).LedgerAccountId);
    }

    private async Task<LedgerAccount> GetAsync(string id) =>
        await payments.Ledger.GetLedgerAccountAsync(new GetLedgerAccountRequest { LedgerAccountId = id }, payments.Maker);
}
