using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Assessment.People;

/// <summary>The contract's PeopleService.</summary>
internal sealed class PeopleApi(UnitOfWork work) : PeopleService.PeopleServiceBase
{
    private const string Subject = "PERSON";

    /// <inheritdoc/>
    public override Task<Person> CreatePerson(CreatePersonRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                RequireBorn(request.Person, mutation.Today);
                var id = mutation.NewId();
                await PersonStore.InsertAsync(mutation, id, request.Person);
                mutation.Audit("assessment.person.created", Subject, id);
                return (await PersonStore.GetAsync(mutation, id)).ToMessage();
            },
            Reload);

    /// <inheritdoc/>
    public override Task<Person> UpdatePerson(UpdatePersonRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = Guid.Parse(request.PersonId);
                var expected = Etag.Parse(request.Etag);
                var current = await PersonStore.GetAsync(mutation, id);
                if (current.Version != expected)
                    throw Refusal.EtagMismatch(current.Version);
                var updated = ResourceUpdate.Apply(current.ToMessage(), request.Person, request.UpdateMask);
                RequireBorn(updated, mutation.Today);
                await PersonStore.UpdateAsync(mutation, id, expected, updated);
                mutation.Audit("assessment.person.corrected", Subject, id);
                return (await PersonStore.GetAsync(mutation, id)).ToMessage();
            },
            Reload);

    /// <inheritdoc/>
    public override Task<Person> GetPerson(GetPersonRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => Reload(session, Guid.Parse(request.PersonId)));

    /// <inheritdoc/>
    public override Task<ListPeopleResponse> ListPeople(ListPeopleRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "people");
            var (rows, next) = page.Split(await PersonStore.ListAsync(session, page), row => row.Id);
            return new ListPeopleResponse { People = { Shown(session, rows) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<SearchPeopleResponse> SearchPeople(SearchPeopleRequest request, ServerCallContext context)
    {
        var byNumber = request.NhsNumber is not "";
        var byName = request.FamilyName is not "" && request.BirthDate is not "";
        if (byNumber ? request.FamilyName is not "" || request.BirthDate is not "" : !byName)
        {
            const string Text = "Search by nhs_number, or by family_name and birth_date together.";
            throw Refusal.Invalid(
                new Violation("nhs_number", "ONE_WAY", Text), new Violation("family_name", "ONE_WAY", Text), new Violation("birth_date", "ONE_WAY", Text));
        }

        return work.ReadAsync(context, async session =>
        {
            var rows = byNumber
                ? await PersonStore.FindByNhsNumberAsync(session, request.NhsNumber)
                : await PersonStore.FindByNameAsync(session, request.FamilyName, Dates.Parse(request.BirthDate));
            return new SearchPeopleResponse { People = { Shown(session, rows) } };
        });
    }

    private static async Task<Person> Reload(Session session, Guid id)
    {
        var person = await PersonStore.GetAsync(session, id);
        session.AuditRead(Subject, id);
        return person.ToMessage();
    }

    /// <summary>Everybody whose record is shown has a line in the audit of who saw it.</summary>
    private static IEnumerable<Person> Shown(Session session, IReadOnlyList<PersonRow> rows)
    {
        foreach (var row in rows)
            session.AuditRead(Subject, row.Id);
        return rows.Select(row => row.ToMessage());
    }

    private static void RequireBorn(Person person, DateOnly today)
    {
        if (Dates.Parse(person.BirthDate) > today)
            throw Refusal.Invalid(new Violation("person.birth_date", "NOT_IN_FUTURE", "A date of birth is today or earlier."));
    }
}
