using Grpc.Core;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>The contract's CalibrationsService.</summary>
internal sealed class CalibrationsApi(UnitOfWork work) : CalibrationsService.CalibrationsServiceBase
{
    /// <inheritdoc/>
    public override async Task<Calibration> CalibrateModel(IAsyncStreamReader<CalibrateModelRequest> requestStream, ServerCallContext context)
    {
        using var calibrating = new Calibrating(work, requestStream, context);
        return await calibrating.RunAsync();
    }

    /// <inheritdoc/>
    public override Task<ModelComparison> CompareModels(IAsyncStreamReader<CompareModelsRequest> requestStream, ServerCallContext context) =>
        new Comparing(work, requestStream, context).RunAsync();

    /// <inheritdoc/>
    public override Task<Calibration> GetCalibration(GetCalibrationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await CalibrationStore.GetAsync(session, Guid.Parse(request.CalibrationId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListCalibrationsResponse> ListCalibrations(ListCalibrationsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "calibrations");
            var (rows, next) = page.Split(await CalibrationStore.ListAsync(session, page), row => row.Id);
            return new ListCalibrationsResponse { Calibrations = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<DraftCalibratedModelResponse> DraftCalibratedModel(DraftCalibratedModelRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var calibration = await CalibrationStore.GetAsync(mutation, Guid.Parse(request.CalibrationId));
            var before = await ModelStore.GetAsync(mutation, Guid.Parse(calibration.ToMessage().Settings.BaseAllocationModelId));
            var content = calibration.ToModel();
            (content.Name, content.ValidFrom) = (request.Name, request.ValidFrom);
            var id = mutation.NewId();
            var model = await ModelStore.InsertNextAsync(mutation, id, before.FamilyId, content);
            mutation.Audit("allocation.model.drafted", "ALLOCATION_MODEL", id);
            return new DraftCalibratedModelResponse { AllocationModel = model.ToMessage() };
        });
}
