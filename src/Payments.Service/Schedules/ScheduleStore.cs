using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.Holds;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Payments.Schedules;

/// <summary>A schedule as it is stored.</summary>
public sealed record ScheduleRow(Guid Id, Guid PlanId, Guid PersonId);

/// <summary>An instalment as it is stored; its hold reasons with commas between them.</summary>
public sealed record InstalmentRow(
    Guid Id, Guid ScheduleId, string Funder, Guid PayeeId, string Management, DateOnly DueDate, DateOnly PeriodStart, DateOnly PeriodEnd,
    long AmountPence, string State, string HoldReasons);

/// <summary>Schedules and instalments in PostgreSQL.</summary>
public sealed class ScheduleStore
{
    private const string ScheduleColumns = "id, plan_id, person_id";

    /// <summary>Adds a plan's schedule under the programme's next plan number.</summary>
    public Task InsertAsync(Mutation work, ScheduleRow schedule) => work.ExecuteAsync("""
        with number as (
            insert into payments.plan_numbers as counter (programme, last_number) values (@Programme, 1)
            on conflict (programme) do update set last_number = counter.last_number + 1
            returning last_number
        )
        insert into payments.payment_schedules (programme, id, plan_id, person_id, plan_number, created_at)
        select @Programme, @Id, @PlanId, @PersonId, last_number, @Now from number
        """, new { work.Programme, work.Now, schedule.Id, schedule.PlanId, schedule.PersonId });

    /// <summary>Adds a schedule's instalments, in one statement; each with what holds it from the start.</summary>
    public Task InsertAsync(Mutation work, Guid scheduleId, PersonStanding person, bool isPaidByFunder, IReadOnlyList<DueInstalment> instalments) => work.ExecuteAsync("""
        insert into payments.instalments
            (programme, id, schedule_id, funder, payee_id, management, due_date, period_start, period_end, amount_pence, state, hold_reasons)
        select @Programme, i.id, @scheduleId, i.funder, i.payee_id, i.management, i.due_date, i.period_start, i.period_end, i.amount_pence, @State,
               case when i.management = @DirectPayment then @Direct else @Other end
        from unnest(@Ids, @Funders, @Payees, @Managements, @DueDates, @PeriodStarts, @PeriodEnds, @Amounts)
            as i (id, funder, payee_id, management, due_date, period_start, period_end, amount_pence)
        """, new
    {
        work.Programme,
        scheduleId,
        State = InstalmentState.Due.Code(),
        DirectPayment = Management.DirectPayment.Code(),
        Direct = HoldReasons.Of(person, isPaidByFunder, Management.DirectPayment),
        Other = HoldReasons.Of(person, isPaidByFunder, Management.ThirdParty),
        Ids = instalments.Select(_ => work.NewId()).ToArray(),
        Funders = instalments.Select(instalment => instalment.Funder).ToArray(),
        Payees = instalments.Select(instalment => instalment.PayeeId).ToArray(),
        Managements = instalments.Select(instalment => instalment.Management).ToArray(),
        DueDates = instalments.Select(instalment => instalment.DueDate).ToArray(),
        PeriodStarts = instalments.Select(instalment => instalment.PeriodStart).ToArray(),
        PeriodEnds = instalments.Select(instalment => instalment.PeriodEnd).ToArray(),
        Amounts = instalments.Select(instalment => instalment.AmountPence).ToArray(),
    });

    /// <summary>One schedule, or null.</summary>
    public Task<ScheduleRow?> FindAsync(Session work, Guid id) => work.FirstOrDefaultAsync<ScheduleRow>(
        $"select {ScheduleColumns} from payments.payment_schedules where programme = @Programme and id = @id", new { work.Programme, id });

    /// <summary>A page of schedules, of a plan, of a person under any of their ids, or all.</summary>
    public Task<IReadOnlyList<ScheduleRow>> ListAsync(Session work, Guid? planId, Guid[]? personIds, Page page) => work.QueryAsync<ScheduleRow>($"""
        select {ScheduleColumns} from payments.payment_schedules
        where programme = @Programme {(planId is null ? "" : "and plan_id = @planId")} {(personIds is null ? "" : "and person_id = any (@personIds)")}
          {(page.After is null ? "" : "and id > @After")}
        order by id limit @Take
        """, new { work.Programme, planId, personIds, page.After, page.Take });

    /// <summary>The instalments of schedules, by day.</summary>
    public Task<IReadOnlyList<InstalmentRow>> ListInstalmentsAsync(Session work, IEnumerable<Guid> scheduleIds) => work.QueryAsync<InstalmentRow>("""
        select id, schedule_id, funder, payee_id, management, due_date, period_start, period_end, amount_pence, state,
               array_to_string(hold_reasons, ',') as hold_reasons
        from payments.instalments
        where programme = @Programme and schedule_id = any (@Schedules)
        order by due_date, funder, id
        """, new { work.Programme, Schedules = scheduleIds.ToArray() });
}
