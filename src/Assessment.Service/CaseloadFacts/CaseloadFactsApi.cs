using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.CaseloadFacts;

/// <summary>The contract's CaseloadFactsService.</summary>
internal sealed class CaseloadFactsApi(UnitOfWork work) : CaseloadFactsService.CaseloadFactsServiceBase
{
    private const string Person = "PERSON";

    /// <inheritdoc/>
    public override Task<CaseloadFact> GetCaseloadFact(GetCaseloadFactRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            var fact = await CaseloadFactStore.GetAsync(session, personId, Guid.Parse(request.CaseloadFactId));
            session.AuditRead(Person, personId);
            return fact.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<ListCaseloadFactsResponse> ListCaseloadFacts(ListCaseloadFactsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"caseload-facts:{personId}");
            var (rows, next) = page.Split(await CaseloadFactStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead(Person, personId);
            return new ListCaseloadFactsResponse { CaseloadFacts = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<WithdrawCaseloadFactResponse> WithdrawCaseloadFact(WithdrawCaseloadFactRequest request, ServerCallContext context)
    {
        var personId = Guid.Parse(request.PersonId);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var fact = await CaseloadFactStore.WithdrawAsync(mutation, personId, Guid.Parse(request.CaseloadFactId), Etag.Parse(request.Etag));
                mutation.Audit("assessment.caseload_fact.withdrawn", "CASELOAD_FACT", fact.Id, personId: personId);
                return new WithdrawCaseloadFactResponse { CaseloadFact = fact.ToMessage() };
            },
            async (session, id) =>
            {
                session.AuditRead(Person, personId);
                return new WithdrawCaseloadFactResponse { CaseloadFact = (await CaseloadFactStore.GetAsync(session, personId, id)).ToMessage() };
            });
    }
}
