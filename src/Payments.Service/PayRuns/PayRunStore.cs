using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.PayRuns;

/// <summary>Pay runs and their payments in PostgreSQL: set-based, however many people a run pays.</summary>
public sealed class PayRunStore
{
    private const string Select = """
        select run.id, run.funder, run.funder_account_id, run.pay_date, run.submission_date, run.processing_date, run.state, run.payment_count,
               run.total_pence, run.held_back_count, run.made_by, run.released_by, run.version, file.file_name, file.sha256 as file_sha256,
               case when run.state = 'PREPARED' then (
                   select count(*) from payments.instalments instalment
                   where instalment.programme = run.programme and instalment.pay_run_id = run.id and instalment.hold_reasons <> '{}') else 0 end::int as held_count
        from payments.pay_runs run
        left join payments.bank_files file on file.programme = run.programme and file.pay_run_id = run.id
        where run.programme = @Programme
        """;

    private const string SelectPayments = """
        select id, pay_run_id, plan_id, payee_id, amount_pence, reference from payments.payments where programme = @Programme
        """;

    /// <summary>One run, or null.</summary>
    public Task<PayRunRow?> FindAsync(Session work, Guid id) =>
        work.FirstOrDefaultAsync<PayRunRow>($"{Select} and run.id = @id", new { work.Programme, id });

    /// <summary>One run, or null; nobody else changes it before the transaction ends.</summary>
    public Task<PayRunRow?> LockAsync(Mutation work, Guid id) =>
        work.FirstOrDefaultAsync<PayRunRow>($"{Select} and run.id = @id for no key update of run", new { work.Programme, id });

    /// <summary>
    /// The funder's run that is prepared and not released, or null; the funder's account has to be locked. Nobody else changes the run before
    /// the transaction ends: one that is being released at this moment is waited for, and then not open any more.
    /// </summary>
    public Task<PayRunRow?> LockOpenAsync(Mutation work, string funder) => work.FirstOrDefaultAsync<PayRunRow>(
        $"{Select} and run.funder = @funder and run.state = 'PREPARED' for no key update of run", new { work.Programme, funder });

    /// <summary>A page of runs.</summary>
    public Task<IReadOnlyList<PayRunRow>> ListAsync(Session work, Page page) => work.QueryAsync<PayRunRow>(
        $"{Select} {(page.After is null ? "" : "and run.id > @After")} order by run.id limit @Take", new { work.Programme, page.After, page.Take });

    /// <summary>What of a funder is due by a day and in no run; held until the transaction ends.</summary>
    public Task<IReadOnlyList<DueRow>> LockDueAsync(Mutation work, string funder, DateOnly by) => work.QueryAsync<DueRow>("""
        select instalment.id, schedule.plan_id, schedule.plan_number, instalment.payee_id, instalment.amount_pence,
               coalesce(payee.state = 'VERIFIED' and instalment.hold_reasons = '{}' and (
                   payee.person_id is null or coalesce(payee_person.survivor_id, payee.person_id) = coalesce(plan_person.survivor_id, schedule.person_id)),
                   false) as is_payable
        from payments.instalments instalment
        join payments.payment_schedules schedule on schedule.programme = instalment.programme and schedule.id = instalment.schedule_id
        left join payments.payees payee on payee.programme = instalment.programme and payee.id = instalment.payee_id
        left join payments.people payee_person on payee_person.programme = payee.programme and payee_person.person_id = payee.person_id
        left join payments.people plan_person on plan_person.programme = schedule.programme and plan_person.person_id = schedule.person_id
        where instalment.programme = @Programme and instalment.funder = @funder and instalment.state = 'DUE' and instalment.due_date <= @by
        order by instalment.id
        for no key update of instalment
        """, new { work.Programme, funder, by });

    /// <summary>Adds a run with its payments and takes its instalments, in one round trip.</summary>
    public Task InsertAsync(Mutation work, PayRunRow run, IReadOnlyList<PaymentRow> payments, IEnumerable<Guid> instalments) => work.ExecuteAsync("""
        insert into payments.pay_runs
            (programme, id, funder, funder_account_id, pay_date, submission_date, processing_date, state, payment_count, total_pence,
             held_back_count, made_by, created_at)
        values (@Programme, @Id, @Funder, @FunderAccountId, @PayDate, @SubmissionDate, @ProcessingDate, @State, @PaymentCount, @TotalPence,
                @HeldBackCount, @MadeBy, @Now);

        insert into payments.payments (programme, id, pay_run_id, plan_id, payee_id, amount_pence, reference)
        select @Programme, payment.id, @Id, payment.plan_id, payment.payee_id, payment.amount_pence, payment.reference
        from unnest(@PaymentIds, @Plans, @Payees, @Amounts, @References) as payment (id, plan_id, payee_id, amount_pence, reference);

        update payments.instalments set state = @Taken, pay_run_id = @Id, version = version + 1
        where programme = @Programme and id = any (@Instalments)
        """, new
    {
        work.Programme,
        work.Now,
        run.Id,
        run.Funder,
        run.FunderAccountId,
        run.PayDate,
        run.SubmissionDate,
        run.ProcessingDate,
        run.State,
        run.PaymentCount,
        run.TotalPence,
        run.HeldBackCount,
        run.MadeBy,
        PaymentIds = payments.Select(payment => payment.Id).ToArray(),
        Plans = payments.Select(payment => payment.PlanId).ToArray(),
        Payees = payments.Select(payment => payment.PayeeId).ToArray(),
        Amounts = payments.Select(payment => payment.AmountPence).ToArray(),
        References = payments.Select(payment => payment.Reference).ToArray(),
        Taken = States.InPayRun,
        Instalments = instalments.ToArray(),
    });

    /// <summary>
    /// How many instalments of a run are held. All of them are locked until the transaction ends: a hold that comes meanwhile waits, and finds
    /// them paid or due again.
    /// </summary>
    public async Task<int> LockHeldAsync(Mutation work, Guid id)
    {
        var held = await work.QueryAsync<bool>("""
            select hold_reasons <> '{}' from payments.instalments
            where programme = @Programme and pay_run_id = @id order by id for no key update
            """, new { work.Programme, id });
        return held.Count(isHeld => isHeld);
    }

    /// <summary>Ends a run that can never be released: what it took is due again.</summary>
    public Task LapseAsync(Mutation work, Guid id) => work.ExecuteAsync("""
        update payments.instalments set state = @Due, pay_run_id = null, version = version + 1 where programme = @Programme and pay_run_id = @id;
        update payments.pay_runs set state = @Lapsed, version = version + 1 where programme = @Programme and id = @id
        """, new { work.Programme, id, States.Due, States.Lapsed });

    /// <summary>Marks a run as released and its instalments as paid.</summary>
    public Task ReleaseAsync(Mutation work, Guid id) => work.ExecuteAsync("""
        update payments.pay_runs set state = @Released, released_by = @Subject, released_at = @Now, version = version + 1
        where programme = @Programme and id = @id;
        update payments.instalments set state = @Paid, version = version + 1 where programme = @Programme and pay_run_id = @id
        """, new { work.Programme, work.Now, work.Caller.Subject, id, States.Released, States.Paid });

    /// <summary>One payment, or null.</summary>
    public Task<PaymentRow?> FindPaymentAsync(Session work, Guid id) =>
        work.FirstOrDefaultAsync<PaymentRow>($"{SelectPayments} and id = @id", new { work.Programme, id });

    /// <summary>All payments of a run.</summary>
    public Task<IReadOnlyList<PaymentRow>> ListPaymentsAsync(Session work, Guid payRunId) =>
        work.QueryAsync<PaymentRow>($"{SelectPayments} and pay_run_id = @payRunId order by id", new { work.Programme, payRunId });

    /// <summary>A page of the payments of a run.</summary>
    public Task<IReadOnlyList<PaymentRow>> ListPaymentsAsync(Session work, Guid payRunId, Page page) => work.QueryAsync<PaymentRow>(
        $"{SelectPayments} and pay_run_id = @payRunId {(page.After is null ? "" : "and id > @After")} order by id limit @Take",
        new { work.Programme, payRunId, page.After, page.Take });

    private static class States
    {
        public static string Due { get; } = Contracts.Codes.Code(InstalmentState.Due);

        public static string InPayRun { get; } = Contracts.Codes.Code(InstalmentState.InPayRun);

        public static string Paid { get; } = Contracts.Codes.Code(InstalmentState.Paid);

        public static string Released { get; } = Contracts.Codes.Code(PayRunState.Released);

        public static string Lapsed { get; } = Contracts.Codes.Code(PayRunState.Lapsed);
    }
}
