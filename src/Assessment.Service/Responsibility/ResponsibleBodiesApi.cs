using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>The contract's ResponsibleBodiesService.</summary>
internal sealed class ResponsibleBodiesApi(UnitOfWork work, IOptions<AftercareSettings> settings) : ResponsibleBodiesService.ResponsibleBodiesServiceBase
{
    /// <inheritdoc/>
    public override Task<ResponsibleBodies> GetResponsibleBodies(GetResponsibleBodiesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = await PersonStore.SurvivorOfAsync(session, Guid.Parse(request.PersonId));
            session.AuditRead("PERSON", personId);
            var bodies = ResponsibleBodiesRule.WorkOut(await ResponsibilityStore.FactsAsync(session, personId, settings.Value.InterimCouncilBasisPoints));
            bodies.PersonId = personId.ToString();
            return bodies;
        });
}
