using Grpc.Core;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

public sealed class Exporting_the_ledger(PaymentsFixture payments)
{
    private const int ManyTransfers = 2_700;

    [Fact]
    public async Task gives_every_posting_of_a_funder_once_and_oldest_first()
    {
        var funder = payments.NewFunder();
        var (_, spend, advance) = await BudgetAsync(funder);
        await PostAsync(spend, advance, ManyTransfers);

        var postings = await ExportAsync(new ExportLedgerPostingsRequest { Funder = funder });

        Assert.Equal(postings.Select(posting => posting.LedgerTransferId).Order(StringComparer.Ordinal).Distinct(), postings.Select(posting => posting.LedgerTransferId));
        Assert.All(postings, posting => Assert.Equal(funder, posting.Funder));
        var evidenced = postings.Where(posting => posting.Cause == "SPEND_EVIDENCED").ToList();
        Assert.Equal(ManyTransfers, evidenced.Count);
        Assert.All(evidenced, posting => Assert.Equal(
            (spend.LedgerAccountId, LedgerAccountKind.Spend, advance.LedgerAccountId, LedgerAccountKind.DpAdvance, spend.PlanId),
            (posting.DebitAccountId, posting.DebitKind, posting.CreditAccountId, posting.CreditKind, posting.PlanId)));
        var trial = await payments.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest(), payments.Maker);
        Assert.Equal(
            trial.Rows.Where(row => row.Funder == funder && row.DebitPence > 0).Select(row => (row.Kind, row.DebitPence)).Order(),
            postings.GroupBy(posting => posting.DebitKind).Select(kind => (kind.Key, kind.Sum(posting => posting.AmountPence))).Order());
    }

    [Fact]
    public async Task can_be_of_one_plan_and_of_some_days()
    {
        var funder = payments.NewFunder();
        var (_, spend, advance) = await BudgetAsync(funder);
        var (other, otherSpend, otherAdvance) = await BudgetAsync(funder);
        await PostAsync(spend, advance, 2, "2026-03-31");
        await PostAsync(otherSpend, otherAdvance, 3, "2026-03-31");
        await PostAsync(otherSpend, otherAdvance, 4, "2026-04-01");
        await PostAsync(otherSpend, otherAdvance, 5, "2026-04-02");

        var ofPlan = await ExportAsync(new ExportLedgerPostingsRequest { PlanId = other });
        var ofDay = await ExportAsync(new ExportLedgerPostingsRequest { Funder = funder, FromDate = "2026-04-01", ToDate = "2026-04-01" });

        Assert.Equal(12, ofPlan.Count(posting => posting.Cause == "SPEND_EVIDENCED"));
        Assert.All(ofPlan, posting => Assert.Equal(other, posting.PlanId));
        Assert.Equal(4, ofDay.Count);
        Assert.All(ofDay, posting => Assert.Equal("2026-04-01", posting.EffectiveDate));
    }

    [Fact]
    public async Task shows_the_ledger_of_one_instant_however_slowly_it_is_read()
    {
        var funder = payments.NewFunder();
        var (_, spend, advance) = await BudgetAsync(funder);
        await PostAsync(spend, advance, ManyTransfers);
        using var call = payments.Ledger.ExportLedgerPostings(new ExportLedgerPostingsRequest { Funder = funder }, payments.Checker);
        Assert.True(await call.ResponseStream.MoveNext(default));
        var first = call.ResponseStream.Current;

        await PostAsync(spend, advance, 1, cause: "LATE");
        var rest = await ReadAsync(call);

        Assert.DoesNotContain(rest, posting => posting.Cause == "LATE");
        Assert.Equal(ManyTransfers, rest.Append(first).Count(posting => posting.Cause == "SPEND_EVIDENCED"));
    }

    [Fact]
    public async Task is_refused_while_as_many_run_as_are_served_at_once()
    {
        var funder = payments.NewFunder();
        var (_, spend, advance) = await BudgetAsync(funder);
        await PostAsync(spend, advance, ManyTransfers);
        var request = new ExportLedgerPostingsRequest { Funder = funder };
        var running = new List<AsyncServerStreamingCall<LedgerPosting>>();
        for (var i = 0; i < 4; i++)
        {
            running.Add(payments.Ledger.ExportLedgerPostings(request, payments.Checker));
            Assert.True(await running[i].ResponseStream.MoveNext(default));
        }

        await payments.Ledger.ExportLedgerPostings(request, payments.Checker).RefusedAsync(StatusCode.ResourceExhausted, "EXPORTS_BUSY");

        // Who goes away makes room.
        running.ForEach(call => call.Dispose());
        await Eventually.TrueAsync("an export is served again", async () =>
        {
            using var call = payments.Ledger.ExportLedgerPostings(request, payments.Checker);
            try
            {
                return await call.ResponseStream.MoveNext(default);
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.ResourceExhausted)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task reaches_nothing_of_another_programme()
    {
        var funder = payments.NewFunder();
        var (planId, _, _) = await BudgetAsync(funder);

        Assert.Empty(await ExportAsync(new ExportLedgerPostingsRequest { Funder = funder }, payments.Stranger));
        Assert.Empty(await ExportAsync(new ExportLedgerPostingsRequest { PlanId = planId }, payments.Stranger));
    }

    [Fact]
    public async Task is_refused_for_a_period_that_ends_before_it_begins()
    {
        var refusal = await payments.Ledger.ExportLedgerPostings(
            new ExportLedgerPostingsRequest { FromDate = "2026-04-02", ToDate = "2026-04-01" }, payments.Checker).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal(["to_date"], refusal.Fields);
    }

    private async Task<List<LedgerPosting>> ExportAsync(ExportLedgerPostingsRequest request, Metadata? caller = null)
    {
        using var call = payments.Ledger.ExportLedgerPostings(request, caller ?? payments.Checker);
        return await ReadAsync(call);
    }

    private static async Task<List<LedgerPosting>> ReadAsync(AsyncServerStreamingCall<LedgerPosting> call)
    {
        var postings = new List<LedgerPosting>();
        while (await call.ResponseStream.MoveNext(default))
            postings.Add(call.ResponseStream.Current);
        return postings;
    }

    private async Task<(string PlanId, LedgerAccount Spend, LedgerAccount Advance)> BudgetAsync(string funder)
    {
        var schedule = await payments.ApproveAsync(
            PaymentsFixture.NewId(), payments.Today, PaymentsFixture.DirectPayment(PaymentsFixture.NewId(), new ApprovedShare(funder, 0, 1)));
        return (
            schedule.PlanId,
            await payments.AccountAsync(schedule, funder, LedgerAccountKind.Spend),
            await payments.AccountAsync(schedule, funder, LedgerAccountKind.DpAdvance));
    }

    private async Task PostAsync(LedgerAccount debit, LedgerAccount credit, int count, string day = "2026-04-01", string cause = "SPEND_EVIDENCED")
    {
        foreach (var part in Enumerable.Range(1, count).Chunk(900))
        {
            await payments.Ledger.PostJournalAsync(
                new PostJournalRequest
                {
                    Transfers =
                    {
                        part.Select(pence => new TransferToPost
                        {
                            DebitAccountId = debit.LedgerAccountId, CreditAccountId = credit.LedgerAccountId, AmountPence = pence,
                        }),
                    },
                    Cause = cause,
                    EffectiveDate = day,
                    RequestId = PaymentsFixture.NewId(),
                },
                payments.Maker);
        }
    }
}
