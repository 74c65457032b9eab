using System.Security.Cryptography;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Payments.Bacs;
using PersonalBudgets.Payments.BankDetails;
using PersonalBudgets.Payments.FunderAccounts;
using PersonalBudgets.Payments.Ledger;
using PersonalBudgets.Payments.Payees;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.PayRuns;

/// <summary>Releases a pay run: ledger, bank file, instalments and events, all or none.</summary>
public sealed class PayRunRelease(
    PayRunStore runs, BankFileStore files, FunderAccountStore funderAccounts, PayeeStore payees, LedgerStore ledger, Vault vault)
{
    private const string Cause = "PAY_RUN";

    /// <summary>Releases a run.</summary>
    /// <exception cref="Refusal">PAY_RUN_NOT_FOUND, ETAG_MISMATCH, PAY_RUN_RELEASED, CHECKER_IS_MAKER, PAY_DATE_TOO_SOON or PAY_RUN_HELD.</exception>
    public async Task<PayRunRow> ReleaseAsync(Mutation work, Guid id, int expectedVersion)
    {
        var run = await runs.LockAsync(work, id) ?? throw Refusal.NotFound("PAY_RUN", id);
        Require(work, run, expectedVersion);
        if (await runs.LockHeldAsync(work, id) is > 0 and var held)
            throw Held(("held_count", held));

        var payments = await runs.ListPaymentsAsync(work, id);
        await PostAsync(work, run, payments);
        var file = await WriteFileAsync(work, run, payments);
        await runs.ReleaseAsync(work, id);
        foreach (var payment in payments)
            Publish(work, run, payment);
        work.Audit("payments.pay_run.released", "PAY_RUN", id);
        return run with
        {
            State = PayRunState.Released.Code(), ReleasedBy = work.Caller.Subject, Version = run.Version + 1,
            FileName = file.FileName, FileSha256 = file.Sha256,
        };
    }

    private static void Require(Mutation work, PayRunRow run, int expectedVersion)
    {
        if (run.Version != expectedVersion)
            throw Refusal.EtagMismatch(run.Version);
        if (Codes.Parse<PayRunState>(run.State) is PayRunState.Released)
            throw Refusal.Rule("PAY_RUN_RELEASED", "This run is released already.");
        if (run.MadeBy == work.Caller.Subject)
            throw Refusal.Rule("CHECKER_IS_MAKER", "A run is released by another person than the one who prepared it.", "DOMAIN 9.4");
        if (run.SubmissionDate < BacsCalendar.FirstSubmission(work.Now))
            throw Refusal.Rule(
                "PAY_DATE_TOO_SOON", "The file had to reach Bacs two working days before the pay date, by 22:30: prepare another run.",
                "Bacs scheme rules (DOMAIN 11.3)", ("submission_date", Dates.Text(run.SubmissionDate)));
        // Lapsed before its day: another run was prepared because somebody in this one was held.
        if (Codes.Parse<PayRunState>(run.State) is PayRunState.Lapsed)
            throw Held();
    }

    private static Refusal Held(params (string, object)[] metadata) => Refusal.Rule(
        "PAY_RUN_HELD", "Since it was prepared, payments in this run were held: prepare another run, which leaves them out.", "DOMAIN 0, A9, A14",
        metadata);

    /// <summary>Each payment is a journal of its own, named by the payment's id: advanced to the budget's holder, out of the funder's bank.</summary>
    private async Task PostAsync(Mutation work, PayRunRow run, IReadOnlyList<PaymentRow> payments)
    {
        var bank = new AccountKey(run.Funder, LedgerAccountKind.Bank, null);
        var advances = payments.Select(payment => payment.PlanId).Distinct().Select(plan => new AccountKey(run.Funder, LedgerAccountKind.DpAdvance, plan));
        var accounts = await ledger.FindAsync(work, [bank, .. advances]);
        var faults = await ledger.PostAsync(work, [.. payments.Select(payment => new Transfer(
            work.NewId(), payment.Id, accounts[new AccountKey(run.Funder, LedgerAccountKind.DpAdvance, payment.PlanId)], accounts[bank],
            payment.AmountPence, Cause, run.PayDate))]);
        if (faults.Count > 0)
            throw new InvalidOperationException($"The ledger did not take {faults.Count} payments of the pay run {run.Id}.");
    }

    private async Task<BankFileRow> WriteFileAsync(Mutation work, PayRunRow run, IReadOnlyList<PaymentRow> payments)
    {
        var funderRow = await funderAccounts.FindAsync(work, run.FunderAccountId)
            ?? throw new InvalidOperationException($"The account of the pay run {run.Id} is not there.");
        var funder = vault.OpenAccount(new Sealed(funderRow.Account, funderRow.KeyId), work.Programme, funderRow.Id);
        var boxes = await payees.ReadAccountsAsync(work, payments.Select(payment => payment.PayeeId).Distinct());
        var serial = await files.NextSerialAsync(work);
        var content = Standard18.Write(new BacsFile(
            serial, funderRow.ServiceUserNumber, funder.SortCode, funder.Number, funder.Name, work.Today, run.ProcessingDate,
            PaymentReference.NarrativeOf(run.PayDate), [.. payments.Select(payment => CreditOf(work, payment, boxes[payment.PayeeId]))]));

        var box = vault.Seal(content, work.Programme, run.Id);
        var file = new BankFileRow(
            run.Id, $"bacs-{run.Funder}-{run.PayDate:yyyyMMdd}-{serial:000000}.txt", Convert.ToHexStringLower(SHA256.HashData(content)),
            box.Content, box.KeyId);
        await files.InsertAsync(work, file);
        return file;
    }

    private BacsCredit CreditOf(Mutation work, PaymentRow payment, Sealed box)
    {
        var account = vault.OpenAccount(box, work.Programme, payment.PayeeId);
        return new BacsCredit(account.SortCode, account.Number, account.Name, payment.AmountPence, payment.Reference);
    }

    private static void Publish(Mutation work, PayRunRow run, PaymentRow payment) => work.Publish(
        new PaymentReleased
        {
            Programme = work.Programme,
            SubjectId = payment.Id.ToString(),
            SubjectVersion = 1,
            OccurredAt = work.Now,
            PayRunId = run.Id.ToString(),
            PlanId = payment.PlanId.ToString(),
            Funder = run.Funder,
            AmountPence = payment.AmountPence,
        },
        payment.Id.ToString());
}
