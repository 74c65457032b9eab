using Grpc.Core;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Impacts;

/// <summary>The contract's ImpactsService.</summary>
internal sealed class ImpactsApi(UnitOfWork work) : ImpactsService.ImpactsServiceBase
{
    /// <inheritdoc/>
    public override async Task AssessImpact(AssessImpactRequest request, IServerStreamWriter<AssessImpactResponse> responseStream, ServerCallContext context)
    {
        // The database is done with before the first message goes out: no slow reader holds a view of it.
        var report = await work.ReadAsync(context, session => RecalculateAsync(session, request));
        await responseStream.WriteAsync(new AssessImpactResponse { Summary = report.Summary() }, context.CancellationToken);
        foreach (var page in report.Pages)
            await responseStream.WriteAsync(page, context.CancellationToken);
    }

    private static async Task<Recalculation> RecalculateAsync(Session session, AssessImpactRequest request)
    {
        var models = new List<CompiledModel>();
        foreach (var id in request.AllocationModelIds)
            models.Add(CompiledModel.For((await ModelStore.GetAsync(session, Guid.Parse(id))).ToMessage()));
        if (models.DistinctBy(model => model.Model.Kind).Count() < models.Count)
            throw Refusal.Rule("MODEL_KIND_TWICE", "Two models of one kind cannot both be in force: ask for each by itself.");

        var report = new Recalculation(models);
        await StandingBudgetStore.ReadAsync(session, report.Add);
        foreach (var model in models)
            session.AuditRead("ALLOCATION_MODEL", Guid.Parse(model.Model.AllocationModelId));
        return report;
    }
}
