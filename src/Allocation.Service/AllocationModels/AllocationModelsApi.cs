using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>The contract's AllocationModelsService.</summary>
internal sealed class AllocationModelsApi(UnitOfWork work) : AllocationModelsService.AllocationModelsServiceBase
{
    private const string Subject = "ALLOCATION_MODEL";

    /// <inheritdoc/>
    public override Task<AllocationModel> CreateAllocationModel(CreateAllocationModelRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            Refusal.ThrowIfAny(ModelChecks.Faults(request.AllocationModel));
            return await DraftAsync(mutation, request.AllocationModel);
        });

    /// <inheritdoc/>
    public override Task<AllocationModel> UpdateAllocationModel(UpdateAllocationModelRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var id = Guid.Parse(request.AllocationModelId);
            var current = (await ModelStore.GetAsync(mutation, id)).ToMessage();
            var updated = ResourceUpdate.Apply(current, request.AllocationModel, request.UpdateMask);
            Refusal.ThrowIfAny(
            [
                .. updated.Kind == current.Kind ? Array.Empty<Violation>() : [new Violation("allocation_model.kind", "IMMUTABLE", "A family of models keeps its kind: draft another.")],
                .. ModelChecks.Faults(updated),
            ]);
            var model = await ModelStore.UpdateAsync(mutation, id, Etag.Parse(request.Etag), updated);
            mutation.Audit("allocation.model.changed", Subject, id);
            return model.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<ReviseAllocationModelResponse> ReviseAllocationModel(ReviseAllocationModelRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var before = await ModelStore.GetAsync(mutation, Guid.Parse(request.AllocationModelId));
            var content = before.ToContent();
            content.ValidFrom = request.ValidFrom;
            var id = mutation.NewId();
            var model = await ModelStore.InsertNextAsync(mutation, id, before.FamilyId, content);
            mutation.Audit("allocation.model.revised", Subject, id);
            return new ReviseAllocationModelResponse { AllocationModel = model.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<PublishAllocationModelResponse> PublishAllocationModel(PublishAllocationModelRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var id = Guid.Parse(request.AllocationModelId);
            var model = await ModelStore.PublishAsync(mutation, id, Etag.Parse(request.Etag));
            mutation.Audit("allocation.model.published", Subject, id);
            return new PublishAllocationModelResponse { AllocationModel = model.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<WithdrawAllocationModelResponse> WithdrawAllocationModel(WithdrawAllocationModelRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var id = Guid.Parse(request.AllocationModelId);
            var model = await ModelStore.WithdrawAsync(mutation, id, Etag.Parse(request.Etag));
            mutation.Audit("allocation.model.withdrawn", Subject, id);
            return new WithdrawAllocationModelResponse { AllocationModel = model.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<AllocationModel> GetAllocationModel(GetAllocationModelRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await ModelStore.GetAsync(session, Guid.Parse(request.AllocationModelId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListAllocationModelsResponse> ListAllocationModels(ListAllocationModelsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"allocation-models/{request.Kind}/{request.State}/{request.FamilyId}");
            var (rows, next) = page.Split(await ModelStore.ListAsync(session, page, request), row => row.Id);
            return new ListAllocationModelsResponse { AllocationModels = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<AllocationModelDocument> ExportAllocationModels(ExportAllocationModelsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var models = new List<ModelRow>();
            foreach (var id in request.AllocationModelIds)
                models.Add(await ModelStore.GetAsync(session, Guid.Parse(id)));
            if (models.Count is 0)
                models.AddRange(await ModelStore.PublishedAsync(session, ModelDocuments.MostModels + 1));
            return models.Count <= ModelDocuments.MostModels
                ? ModelDocuments.Of(models)
                : throw Refusal.Rule("TOO_MANY_MODELS", $"A document has at most {ModelDocuments.MostModels} models: name those that are wanted.");
        });

    /// <inheritdoc/>
    public override Task<ImportAllocationModelsResponse> ImportAllocationModels(ImportAllocationModelsRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            Refusal.ThrowIfAny(ModelDocuments.Faults(request.Document));
            var response = new ImportAllocationModelsResponse();
            foreach (var model in request.Document.AllocationModels)
                response.AllocationModels.Add(await DraftAsync(mutation, model));
            return response;
        });

    private static async Task<AllocationModel> DraftAsync(Mutation mutation, AllocationModel model)
    {
        var id = mutation.NewId();
        var row = await ModelStore.InsertAsync(mutation, id, model);
        mutation.Audit("allocation.model.drafted", Subject, id);
        return row.ToMessage();
    }
}
