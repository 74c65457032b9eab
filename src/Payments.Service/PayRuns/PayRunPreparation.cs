using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.Bacs;
using PersonalBudgets.Payments.FunderAccounts;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.PayRuns;

/// <summary>Makes a pay run of everything of one funder that is due.</summary>
public sealed class PayRunPreparation(BacsCalendar calendar, FunderAccountStore funderAccounts, PayRunStore runs)
{
    private const string BacsRules = "Bacs scheme rules (DOMAIN 11.3, 11.4)";

    /// <summary>Prepares a run.</summary>
    /// <exception cref="Refusal">
    /// NOT_A_WORKING_DAY, PAY_DATE_TOO_SOON, PAY_DATE_TOO_FAR, FUNDER_ACCOUNT_MISSING, PAY_RUN_OPEN, NOTHING_DUE, BACS_ITEM_LIMIT or BACS_FILE_LIMIT.
    /// </exception>
    public async Task<PayRunRow> PrepareAsync(Mutation work, string funder, DateOnly payDate)
    {
        var days = DaysOf(work, payDate);
        var account = await funderAccounts.LockOfFunderAsync(work, funder);
        if (account is null || Codes.Parse<VerificationState>(account.State) is not VerificationState.Verified)
            throw Refusal.Rule("FUNDER_ACCOUNT_MISSING", "The funder has no verified account to pay from.", null, ("funder", funder));
        await RequireNoOpenRunAsync(work, funder);

        var due = await runs.LockDueAsync(work, funder, payDate);
        DueRow[] payable = [.. due.Where(instalment => instalment.IsPayable)];
        if (payable.Length is 0)
            throw Refusal.Rule("NOTHING_DUE", "Nothing is due by that day that may be paid.", null, ("held_back_count", due.Count));

        var id = work.NewId();
        PaymentRow[] payments = [.. PaymentsOf(payable, id, payDate, work.NewId)];
        RequireWithinLimits(payments);
        var run = new PayRunRow(
            id, funder, account.Id, payDate, days.Submission, days.Processing, PayRunState.Prepared.Code(), payments.Length,
            payments.Sum(payment => payment.AmountPence), due.Count - payable.Length, work.Caller.Subject, null, 1, null, null, 0);
        await runs.InsertAsync(work, run, payments, payable.Select(instalment => instalment.Id));
        work.Audit("payments.pay_run.prepared", "PAY_RUN", id);
        return run;
    }

    /// <summary>One payment for each plan and payee.</summary>
    public static IEnumerable<PaymentRow> PaymentsOf(IEnumerable<DueRow> due, Guid payRunId, DateOnly payDate, Func<Guid> newId) =>
        due.GroupBy(instalment => (instalment.PlanId, instalment.PlanNumber, instalment.PayeeId)).Select(group => new PaymentRow(
            newId(), payRunId, group.Key.PlanId, group.Key.PayeeId, group.Sum(instalment => instalment.AmountPence),
            PaymentReference.Of(group.Key.PlanNumber, payDate)));

    private BacsDays DaysOf(Mutation work, DateOnly payDate)
    {
        if (!calendar.IsWorkingDay(payDate))
            throw Refusal.Rule("NOT_A_WORKING_DAY", "Bacs pays on working days.", BacsRules, ("pay_date", Dates.Text(payDate)));
        var days = calendar.DaysOf(payDate);
        var first = BacsCalendar.FirstSubmission(work.Now);
        if (days.Submission < first)
            throw Refusal.Rule(
                "PAY_DATE_TOO_SOON", "The file for that day had to reach Bacs two working days before, by 22:30.", BacsRules,
                ("pay_date", Dates.Text(payDate)), ("submission_date", Dates.Text(days.Submission)));
        return days.Processing <= first.AddDays(BacsCalendar.EarliestDays)
            ? days
            : throw Refusal.Rule(
                "PAY_DATE_TOO_FAR", "Bacs takes a file 30 days before it is processed at the earliest.", BacsRules,
                ("pay_date", Dates.Text(payDate)), ("processing_date", Dates.Text(days.Processing)));
    }

    private async Task RequireNoOpenRunAsync(Mutation work, string funder)
    {
        if (await runs.LockOpenAsync(work, funder) is not { } open)
            return;
        if (open.SubmissionDate >= BacsCalendar.FirstSubmission(work.Now) && open.HeldCount is 0)
            throw Refusal.Rule("PAY_RUN_OPEN", "Another run of the funder is not released.", null, ("pay_run_id", open.Id));

        // It missed its day, or somebody in it may not be paid any more: it must not keep its other payees waiting for ever.
        await runs.LapseAsync(work, open.Id);
        work.Audit("payments.pay_run.lapsed", "PAY_RUN", open.Id);
    }

    private static void RequireWithinLimits(PaymentRow[] payments)
    {
        if (payments.FirstOrDefault(payment => payment.AmountPence > Standard18.LargestPaymentPence) is { } large)
            throw Refusal.Rule(
                "BACS_ITEM_LIMIT", "Bacs carries no single payment above 20 million pounds.", BacsRules,
                ("plan_id", large.PlanId), ("amount_pence", large.AmountPence));
        var total = payments.Sum(payment => payment.AmountPence);
        if (total > Standard18.LargestTotalPence)
            throw Refusal.Rule("BACS_FILE_LIMIT", "The sum does not fit a Bacs file.", BacsRules, ("total_pence", total));
    }
}
