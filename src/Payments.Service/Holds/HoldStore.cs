using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Payments.Holds;

/// <summary>What may not be paid, on the instalments themselves: their locks order a hold and the release of a pay run.</summary>
public sealed class HoldStore(PersonStandingStore people)
{
    /// <summary>
    /// Gives every instalment of a person that is not paid the reasons that hold it now. The person is locked, so that no schedule is made
    /// beside this. An instalment that is being released at this moment is waited for, and then paid.
    /// </summary>
    /// <returns>How many instalments this changed.</returns>
    public async Task<int> ApplyAsync(Mutation work, PersonStanding person)
    {
        var parameters = new
        {
            work.Programme,
            Ids = await people.IdsAsync(work, person.PersonId),
            Direct = HoldReasons.Of(person, Management.DirectPayment),
            Other = HoldReasons.Of(person, Management.ThirdParty),
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
