using Grpc.Core;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support;

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
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(late), payments.Checker).RefusedAsync(StatusCode.FailedPrecondition, "PAY_DATE_TOO_SOON");

        var next = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        Assert.Equal((late.PaymentCount, late.TotalPence), (next.PaymentCount, next.TotalPence));
        var lapsed = await payments.PayRuns.GetPayRunAsync(new GetPayRunRequest { PayRunId = late.PayRunId }, payments.Maker);
        Assert.Equal((PayRunState.Lapsed, "2"), (lapsed.State, lapsed.Etag));
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(lapsed), payments.Checker).RefusedAsync(StatusCode.FailedPrecondition, "PAY_DATE_TOO_SOON");
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(next), payments.Checker);
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

        var written = await TestService.UntilAsync(
            () => Task.FromResult(Directory.Exists(payments.BankFiles) ? Directory.GetFiles(payments.BankFiles, "bacs-*").Select(file => Path.GetFileName(file)).ToArray() : []),
            files => files.Length > 0);
        Assert.Equal([released.FileName], written);
    }

    private async Task<(string Funder, PaymentSchedule Schedule)> FunderWithOnePersonAsync()
    {
        var (funder, person) = (payments.NewFunder(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        var payee = await payments.VerifiedPayeeAsync(person);
        return (funder, await payments.ApproveAsync(person, payments.Today, PaymentsFixture.DirectPayment(payee.PayeeId, new ApprovedShare(funder, 0, 45_000))));
    }
}
