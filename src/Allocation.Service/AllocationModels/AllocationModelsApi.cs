using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>The contract's AllocationModelsService.</summary>
internal sealed class AllocationModelsApi(UnitOfWork work) : AllocationModelsService.AllocationModelsServiceBase
{
    private const string Subject = "ALLOCATION_MODEL";

    /// <inheritdoc/>
    public override Task<AllocationModel> CreateAllocationModel(CreateAllocationModelRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            if (ModelChecks.Faults(request.AllocationModel) is { Count: > 0 } faults)
                throw Refusal.Invalid(faults);
            var id = mutation.NewId();
            var model = await ModelStore.InsertAsync(mutation, id, request.AllocationModel);
            mutation.Audit("allocation.model.drafted", Subject, id);
            return model.ToMessage();
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
    public override Task<AllocationModel> GetAllocationModel(GetAllocationModelRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await ModelStore.GetAsync(session, Guid.Parse(request.AllocationModelId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListAllocationModelsResponse> ListAllocationModels(ListAllocationModelsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "allocation-models");
            var (rows, next) = page.Split(await ModelStore.ListAsync(session, page), row => row.Id);
            return new ListAllocationModelsResponse { AllocationModels = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });
}
