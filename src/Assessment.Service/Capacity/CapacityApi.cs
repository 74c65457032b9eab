using Grpc.Core;
using PersonalBudgets.Assessment.Consents;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Capacity;

/// <summary>The contract's CapacityService.</summary>
internal sealed class CapacityApi(UnitOfWork work, DirectPaymentPermissions permissions) : CapacityService.CapacityServiceBase
{
    private const string Subject = "CAPACITY_FINDING";

    /// <inheritdoc/>
    public override Task<CapacityFinding> CreateCapacityFinding(CreateCapacityFindingRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                var finding = request.CapacityFinding;
                var person = await PersonStore.RequireLivingAsync(mutation, personId);
                Refusal.ThrowIfAny(CapacityRules.Faults(finding, mutation.Today));
                CapacityRules.RequireInQuestion(finding.Decision, Age.InYears(person.BirthDate, mutation.Today));

                var id = await RecordAsync(mutation, personId, finding);
                return (await CapacityStore.GetAsync(mutation, id)).ToMessage();
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<CapacityFinding> GetCapacityFinding(GetCapacityFindingRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.CapacityFindingId)));

    /// <inheritdoc/>
    public override Task<ListCapacityFindingsResponse> ListCapacityFindings(ListCapacityFindingsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"capacity-findings:{personId}");
            var (rows, next) = page.Split(await CapacityStore.ListAsync(session, personId, page), row => row.Id);
            return new ListCapacityFindingsResponse { CapacityFindings = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<CapacityFinding> ShowAsync(Session session, Guid id)
    {
        var finding = await CapacityStore.GetAsync(session, id);
        session.AuditRead(Subject, id, finding.PersonId);
        return finding.ToMessage();
    }

    /// <summary>Keeps the finding, and does what follows from it.</summary>
    private async Task<Guid> RecordAsync(Mutation mutation, Guid personId, CapacityFinding finding)
    {
        var findings = await CapacityStore.AllAsync(mutation, personId);
        var lackedBefore = CapacityNow.Of(findings).Lacks(finding.Decision);
        // A finding of an earlier day than one on record completes the history and changes nothing today.
        var lacksNow = CapacityNow.Of([.. findings, finding]).Lacks(finding.Decision);
        var isRepresented = await Representatives.MayDecideAsync(mutation, personId, finding.Decision);
        var id = mutation.NewId();
        await CapacityStore.InsertAsync(
            mutation, id, personId, finding, CapacityRules.Consequences(finding.Decision, lackedBefore, lacksNow, isRepresented));
        mutation.Audit("assessment.capacity.found", Subject, id, finding.Outcome.Code(), personId);
        if (lackedBefore == lacksNow)
            return id;

        mutation.Publish(
            new CapacityChanged
            {
                Programme = mutation.Programme,
                SubjectId = id.ToString(),
                SubjectVersion = 1,
                OccurredAt = mutation.Now,
                PersonId = personId.ToString(),
                Decision = finding.Decision.Code(),
                HasCapacity = !lacksNow,
            },
            id.ToString());
        if (lacksNow)
            await ConsentPromptStore.LapseAsync(mutation, personId, finding.Decision);
        else
            await ConsentPromptStore.OpenAsync(mutation, personId, finding.Decision, ConsentPromptCause.CapacityRegained);
        await permissions.DecideAnewAsync(mutation, personId);
        return id;
    }
}
