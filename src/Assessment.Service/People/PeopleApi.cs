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
                await PersonChecks.RequireAsync(mutation, PersonChecks.WithStatus(request.Person));
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
                var current = PersonStore.RequireUnmerged(await PersonStore.GetAsync(mutation, id));
                if (current.Version != expected)
                    throw Refusal.EtagMismatch(current.Version);
                PersonCorrectionStore.Require(request.Person.Correction, "person.correction");
                var before = current.ToMessage();
                var corrected = await CorrectedAsync(mutation, before, request);
                PersonCorrectionStore.RequireChange(before, corrected);
                await PersonStore.UpdateAsync(mutation, id, expected, corrected);
                var after = (await PersonStore.GetAsync(mutation, id)).ToMessage();
                await PersonCorrectionStore.KeepAsync(mutation, before, after, request.Person.Correction);
                return after;
            },
            Reload);

    /// <inheritdoc/>
    public override Task<ListPersonCorrectionsResponse> ListPersonCorrections(ListPersonCorrectionsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead(Subject, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"person-corrections:{personId}");
            var (rows, next) = page.Split(await PersonCorrectionStore.ListAsync(session, personId, page), row => row.Id);
            return new ListPersonCorrectionsResponse { PersonCorrections = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<RecordDeathResponse> RecordDeath(RecordDeathRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation => new RecordDeathResponse { Person = await Deaths.RecordAsync(mutation, request) },
            async (session, id) => new RecordDeathResponse { Person = await Reload(session, id) });

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

    private static async Task<Person> CorrectedAsync(Mutation mutation, Person before, UpdatePersonRequest request)
    {
        var corrected = ResourceUpdate.Apply(before, request.Person, request.UpdateMask);
        // What was found out about the old number says nothing of the new one.
        if (corrected.NhsNumber != before.NhsNumber && corrected.NhsNumberStatus == before.NhsNumberStatus && !NamesStatus(request))
            corrected.NhsNumberStatus = NhsNumberStatus.Unspecified;
        await PersonChecks.RequireAsync(mutation, PersonChecks.WithStatus(corrected));
        return corrected;
    }

    private static bool NamesStatus(UpdatePersonRequest request) =>
        request.Person.NhsNumberStatus is not NhsNumberStatus.Unspecified && (request.UpdateMask is null or { Paths: [] or ["*"] } || request.UpdateMask.Paths.Contains("nhs_number_status"));
}
