using Grpc.Core;
using PersonalBudgets.Assessment.Outreach;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>The contract's CohortsService.</summary>
internal sealed class CohortsApi(UnitOfWork work, Identification identification, OutreachList outreach) : CohortsService.CohortsServiceBase
{
    private const string Person = "PERSON";
    private const string Mark = "OUTREACH_MARK";

    /// <inheritdoc/>
    public override Task IdentifyPeople(IdentifyPeopleRequest request, IServerStreamWriter<IdentifiedPerson> responseStream, ServerCallContext context) =>
        identification.WriteAsync(request.Codes, context, (_, found) => Task.FromResult(Everybody(found)), responseStream);

    /// <inheritdoc/>
    public override Task StreamOutreach(StreamOutreachRequest request, IServerStreamWriter<OutreachPerson> responseStream, ServerCallContext context) =>
        identification.WriteAsync(request.Codes, context, (session, found) => outreach.OfAsync(session, found, request.IncludeLeftOut), responseStream);

    /// <inheritdoc/>
    public override Task<OutreachMark> CreateOutreachMark(CreateOutreachMarkRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.RequireLivingAsync(mutation, personId);
                if (Dates.Parse(request.OutreachMark.MarkDate) > mutation.Today)
                    throw Refusal.Invalid(new Violation("outreach_mark.mark_date", "NOT_IN_FUTURE", "What is recorded was today or earlier."));
                var mark = await OutreachMarkStore.InsertAsync(mutation, personId, request.OutreachMark);
                mutation.Audit("assessment.outreach_mark.recorded", Mark, mark.Id, mark.Kind, personId);
                return mark.ToMessage();
            },
            (session, id) => ShowAsync(session, Guid.Parse(request.PersonId), id));

    /// <inheritdoc/>
    public override Task<OutreachMark> GetOutreachMark(GetOutreachMarkRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.PersonId), Guid.Parse(request.OutreachMarkId)));

    /// <inheritdoc/>
    public override Task<ListOutreachMarksResponse> ListOutreachMarks(ListOutreachMarksRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"outreach-marks:{personId}");
            var (rows, next) = page.Split(await OutreachMarkStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead(Person, personId);
            return new ListOutreachMarksResponse { OutreachMarks = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static IReadOnlyList<(Guid Id, IdentifiedPerson Message)> Everybody(IReadOnlyDictionary<Guid, IdentifiedPerson> found) =>
        [.. found.Select(person => (person.Key, person.Value))];

    private static async Task<OutreachMark> ShowAsync(Session session, Guid personId, Guid id)
    {
        var mark = await OutreachMarkStore.GetAsync(session, personId, id);
        session.AuditRead(Mark, id, personId);
        return mark.ToMessage();
    }
}
