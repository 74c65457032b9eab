using Google.Api;
using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Domain.Models;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Carrying_models_as_a_document(AllocationService allocation)
{
    private static AllocationModel[] ByEveryMethod => [Linear(), Banded(), Calibrated(), Curve(), Hours(), SetByCluster(), Package()];

    [Fact]
    public async Task there_and_back_changes_nothing()
    {
        var document = new AllocationModelDocument { FormatVersion = 1, AllocationModels = { ByEveryMethod } };

        var imported = (await Import(document)).AllocationModels;
        var exported = await ExportAsync(imported);
        var again = await ExportAsync((await Import(exported)).AllocationModels);

        Assert.Equal(document, WithoutWhatTheServerGives(exported));
        Assert.Equal(document, WithoutWhatTheServerGives(again));
        Assert.All(imported, model => Assert.Equal((ModelState.Draft, 1, model.AllocationModelId), (model.State, model.Version, model.FamilyId)));
    }

    [Fact]
    public async Task without_naming_any_the_published_ones_are_exported()
    {
        await allocation.InForceAsync(ModelKind.Social);

        var document = await allocation.Models.ExportAllocationModelsAsync(new ExportAllocationModelsRequest(), allocation.Ann);

        Assert.Contains(document.AllocationModels, model => model is { Kind: ModelKind.Social, ValidFrom: "2025-04-01" });
    }

    [Fact]
    public async Task is_refused_with_the_faults_of_all_models_at_once_and_none_is_drafted()
    {
        var before = await CountAsync();
        var models = ByEveryMethod;
        models[0].PricePerPointPence = 0;
        models[3].Curve[2].Points = 1;

        var refusal = await RefusedCall.OfAsync(Import(new AllocationModelDocument { FormatVersion = 1, AllocationModels = { models } }));

        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (refusal.Code, refusal.Reason));
        Assert.Equal(["document.allocation_models[0].price_per_point_pence", "document.allocation_models[3].curve[2].points"], refusal.Fields);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task is_refused_for_a_newer_format_and_for_models_that_are_not_there()
    {
        var newer = await RefusedCall.OfAsync(Import(new AllocationModelDocument { FormatVersion = 2, AllocationModels = { Linear() } }));
        var absent = await RefusedCall.OfAsync(allocation.Models.ExportAllocationModelsAsync(new ExportAllocationModelsRequest { AllocationModelIds = { NewId() } }, allocation.Ann));

        Assert.Equal(["document.format_version"], newer.Fields);
        Assert.Equal((StatusCode.NotFound, "ALLOCATION_MODEL_NOT_FOUND"), (absent.Code, absent.Reason));
    }

    private static AllocationModelDocument WithoutWhatTheServerGives(AllocationModelDocument document)
    {
        var left = document.Clone();
        foreach (var model in left.AllocationModels)
        {
            foreach (var field in AllocationModel.Descriptor.Fields.InDeclarationOrder()
                .Where(field => field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) is true))
            {
                field.Accessor.Clear(model);
            }
        }

        return left;
    }

    private async Task<int> CountAsync() => Assert.Single(await allocation.Service.LookAsync<int>("select count(*)::int from allocation.models"));

    private AsyncUnaryCall<ImportAllocationModelsResponse> Import(AllocationModelDocument document) =>
        allocation.Models.ImportAllocationModelsAsync(new ImportAllocationModelsRequest { Document = document, RequestId = NewId() }, allocation.Ann);

    private async Task<AllocationModelDocument> ExportAsync(IEnumerable<AllocationModel> models) => await allocation.Models.ExportAllocationModelsAsync(
        new ExportAllocationModelsRequest { AllocationModelIds = { models.Select(model => model.AllocationModelId) } }, allocation.Ann);
}
