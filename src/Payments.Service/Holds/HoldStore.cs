using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Payments.Holds;

/// <summary>What may not be paid, on the instalments themselves: their locks order a hold and the release of a pay run.</summary>
public sealed class HoldStore(PersonStandingStore people)
{
    /// <summary>Whether the funder keeps a person's money for now, under whichever of their ids that was learned.</summary>
    public Task<bool> IsPaidByFunderAsync(Session work, PersonStanding person) => work.ScalarAsync<bool>(
        "select exists (select from payments.people where survivor_id = @PersonId and is_paid_by_funder)", new { person.PersonId });

    /// <summary>Whose money the funder keeps for now.</summary>
    public async Task<IReadOnlySet<Guid>> PaidByFunderAsync(Session work) =>
        (await work.QueryAsync<Guid>("select distinct survivor_id from payments.people where is_paid_by_funder")).ToHashSet();

    /// <summary>The ids under which people go on here: of whom nothing is known yet, the one that is given.</summary>
    public async Task<IReadOnlySet<Guid>> SurvivorsAsync(Session work, IEnumerable<Guid> personIds) => (await work.QueryAsync<Guid>("""
        select distinct coalesce(person.survivor_id, given.id)
        from unnest(@Ids) as given (id) left join payments.people person on person.programme = @Programme and person.person_id = given.id
        """, new { work.Programme, Ids = personIds.ToArray() })).ToHashSet();

    /// <summary>Records whether the funder keeps a person's money for now, and holds it or lets it go.</summary>
    /// <returns>How many instalments this changed.</returns>
    public async Task<int> SetPaidByFunderAsync(Mutation work, Guid personId, bool isPaidByFunder)
    {
        var person = await people.LockAsync(work, personId);
        await work.ExecuteAsync(
            "update payments.people set is_paid_by_funder = @isPaidByFunder where survivor_id = @PersonId", new { person.PersonId, isPaidByFunder });
        return await ApplyAsync(work, person);
    }

    /// <summary>
    /// Gives every instalment of a person that is not paid the reasons that hold it now. The person is locked, so that no schedule is made
    /// beside this. An instalment that is being released at this moment is waited for, and then paid.
    /// </summary>
    /// <returns>How many instalments this changed.</returns>
    public async Task<int> ApplyAsync(Mutation work, PersonStanding person)
    {
        var isPaidByFunder = await IsPaidByFunderAsync(work, person);
        var parameters = new
        {
            work.Programme,
            Ids = await people.IdsAsync(work, person.PersonId),
            Direct = HoldReasons.Of(person, isPaidByFunder, Management.DirectPayment),
            Other = HoldReasons.Of(person, isPaidByFunder, Management.ThirdParty),
            DirectPayment = Management.DirectPayment.Code(),
        };
        // In the order in which a pay run locks them: of the two none waits for the other in a circle.
        await work.ExecuteAsync("""
            select from payments.instalments instalment
            join payments.payment_schedules schedule on schedule.programme = instalment.programme and schedule.id = instalment.schedule_id
            where schedule.programme = @Programme and schedule.person_id = any (@Ids) and instalment.state in ('DUE', 'IN_PAY_RUN')
            order by instalment.id
            for no key update of instalment
            """, parameters);
        return await work.ExecuteAsync("""
            update payments.instalments instalment
            set hold_reasons = wanted.reasons, version = instalment.version + 1
            from payments.payment_schedules schedule, (values (true, @Direct), (false, @Other)) as wanted (is_direct, reasons)
            where schedule.programme = @Programme and schedule.person_id = any (@Ids)
              and instalment.programme = schedule.programme and instalment.schedule_id = schedule.id and instalment.state in ('DUE', 'IN_PAY_RUN')
              and wanted.is_direct = (instalment.management = @DirectPayment) and instalment.hold_reasons <> wanted.reasons
            """, parameters);
    }
}
