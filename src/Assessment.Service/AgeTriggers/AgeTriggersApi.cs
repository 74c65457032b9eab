using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.AgeTriggers;

/// <summary>The contract's AgeTriggersService.</summary>
internal sealed class AgeTriggersApi(UnitOfWork work) : AgeTriggersService.AgeTriggersServiceBase
{
    private const string Subject = "PERSON";
    private const int MostDays = 366;

    /// <inheritdoc/>
    public override Task<PersonAgeTriggers> GetAgeTriggers(GetAgeTriggersRequest request, ServerCallContext context) => work.ReadAsync(context, async session =>
    {
        var person = await PersonStore.GetAsync(session, Guid.Parse(request.PersonId));
        session.AuditRead(Subject, person.Id);
        return new PersonAgeTriggers { PersonId = request.PersonId, AgeTriggers = { AgeTriggerRules.Of(person.BirthDate) } };
    });

    /// <inheritdoc/>
    public override Task<ListAgeTriggersResponse> ListAgeTriggers(ListAgeTriggersRequest request, ServerCallContext context)
    {
        var (first, last) = (Dates.Parse(request.FromDate), Dates.Parse(request.ToDate));
        if (last < first)
            throw Refusal.Invalid(new Violation("to_date", "BEFORE_START", "The last day is the first or later."));
        if (last.DayNumber - first.DayNumber >= MostDays)
            throw Refusal.Invalid(new Violation("to_date", "OUT_OF_RANGE", $"At most {MostDays} days are asked for at once."));
        return work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"age-triggers:{request.FromDate}:{request.ToDate}");
            var (rows, next) = page.Split(await AgeTriggerStore.ListAsync(session, AgeTriggerRules.BornFor(first, last), page), row => row.Id);
            foreach (var row in rows)
                session.AuditRead(Subject, row.Id);
            return new ListAgeTriggersResponse
            {
                People = { rows.Select(row => new PersonAgeTriggers { PersonId = row.Id.ToString(), AgeTriggers = { AgeTriggerRules.Of(row.BirthDate, first, last) } }) },
                NextPageToken = next,
            };
        });
    }
}
