using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Keeping_versions_of_a_model(AllocationService allocation)
{
    [Fact]
    public async Task numbers_the_versions_of_a_family_and_leaves_the_one_before_as_it_is()
    {
        var first = await DraftAsync(Domain.Models.Hours(ModelKind.Social), "2092-04-01");
        var second = await ReviseAsync(first, "2093-04-01");
        var both = await Task.WhenAll(ReviseAsync(first, "2094-04-01"), ReviseAsync(second, "2095-04-01"));

        Assert.Equal((first.AllocationModelId, 1, first.AllocationModelId, 2), (first.FamilyId, first.Version, second.FamilyId, second.Version));
        Assert.Equal([3, 4], both.Select(version => version.Version).Order());
        Assert.Equal(first.NeedsToHours, second.NeedsToHours);
        Assert.Equal(first, await GetAsync(first));
        var family = await allocation.Models.ListAllocationModelsAsync(new ListAllocationModelsRequest { FamilyId = first.FamilyId, State = ModelState.Draft }, allocation.Ann);
        Assert.Equal(4, family.AllocationModels.Count);
    }

    [Fact]
    public async Task says_how_long_each_is_in_force()
    {
        var first = await PublishAsync(await DraftAsync(Domain.Models.Package(ModelKind.Carer), "2096-04-01"));
        Assert.Equal("", first.ValidTo);

        await PublishAsync(await ReviseAsync(first, "2097-04-01"));

        Assert.Equal("2097-03-31", (await GetAsync(first)).ValidTo);
    }

    [Fact]
    public async Task changes_a_draft_that_was_seen_and_nothing_else()
    {
        var draft = await DraftAsync(Domain.Models.Linear(), "2098-04-01");

        var changed = await Update(draft, new AllocationModel { Name = "Renamed", CapPence = 500 }, "name", "cap_pence");

        Assert.Equal(("Renamed", 500, "2", draft.PricePerPointPence), (changed.Name, changed.CapPence, changed.Etag, changed.PricePerPointPence));
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH"), await RefusalAsync(Update(draft, new AllocationModel { Name = "Late" }, "name")));
        var faulty = await RefusedCall.OfAsync(Update(changed, new AllocationModel { Kind = ModelKind.Carer, PricePerPointPence = 0 }, "kind", "price_per_point_pence"));
        Assert.Equal(["allocation_model.kind", "allocation_model.price_per_point_pence"], faulty.Fields);
        var published = await PublishAsync(changed);
        Assert.Equal((StatusCode.FailedPrecondition, "MODEL_PUBLISHED"), await RefusalAsync(Update(published, new AllocationModel { Name = "Never" }, "name")));
        Assert.Equal(published, await GetAsync(published));
    }

    [Fact]
    public async Task takes_a_model_back_before_its_first_day_and_frees_the_day()
    {
        var published = await PublishAsync(await DraftAsync(Domain.Models.Linear(), "2099-04-01"));

        var withdrawn = (await Withdraw(published)).AllocationModel;

        Assert.Equal(ModelState.Withdrawn, withdrawn.State);
        Assert.NotNull(withdrawn.WithdrawTime);
        Assert.Equal("MODEL_WITHDRAWN", (await RefusedCall.OfAsync(Withdraw(withdrawn))).Reason);
        Assert.Equal("MODEL_WITHDRAWN", (await RefusedCall.OfAsync(Update(withdrawn, new AllocationModel { Name = "Never" }, "name"))).Reason);
        var next = await PublishAsync(await ReviseAsync(withdrawn, "2099-04-01"));
        Assert.Equal((ModelState.Published, 2), (next.State, next.Version));
    }

    [Fact]
    public async Task keeps_a_model_whose_first_day_has_come()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var listed = await allocation.Models.ListAllocationModelsAsync(new ListAllocationModelsRequest { Kind = ModelKind.Social, State = ModelState.Published }, allocation.Ann);

        Assert.Equal((StatusCode.FailedPrecondition, "MODEL_BEGUN"), await RefusalAsync(Withdraw(listed.AllocationModels.First(model => model.ValidFrom == "2025-04-01"))));
    }

    private async Task<AllocationModel> DraftAsync(AllocationModel model, string validFrom)
    {
        model.ValidFrom = validFrom;
        return await allocation.Models.CreateAllocationModelAsync(new CreateAllocationModelRequest { AllocationModel = model, RequestId = NewId() }, allocation.Ann);
    }

    private async Task<AllocationModel> ReviseAsync(AllocationModel model, string validFrom) => (await allocation.Models.ReviseAllocationModelAsync(
        new ReviseAllocationModelRequest { AllocationModelId = model.AllocationModelId, ValidFrom = validFrom, RequestId = NewId() }, allocation.Ann)).AllocationModel;

    private async Task<AllocationModel> PublishAsync(AllocationModel model) => (await allocation.Models.PublishAllocationModelAsync(
        new PublishAllocationModelRequest { AllocationModelId = model.AllocationModelId, Etag = model.Etag, RequestId = NewId() }, allocation.Ann)).AllocationModel;

    private AsyncUnaryCall<AllocationModel> Update(AllocationModel model, AllocationModel changes, params string[] mask) => allocation.Models.UpdateAllocationModelAsync(
        new UpdateAllocationModelRequest
        {
            AllocationModelId = model.AllocationModelId, AllocationModel = changes, UpdateMask = new FieldMask { Paths = { mask } }, Etag = model.Etag, RequestId = NewId(),
        },
        allocation.Ann);

    private AsyncUnaryCall<WithdrawAllocationModelResponse> Withdraw(AllocationModel model) => allocation.Models.WithdrawAllocationModelAsync(
        new WithdrawAllocationModelRequest { AllocationModelId = model.AllocationModelId, Etag = model.Etag, RequestId = NewId() }, allocation.Ann);

    private async Task<AllocationModel> GetAsync(AllocationModel model) =>
        await allocation.Models.GetAllocationModelAsync(new GetAllocationModelRequest { AllocationModelId = model.AllocationModelId }, allocation.Ann);

    private static async Task<(StatusCode, string)> RefusalAsync<T>(AsyncUnaryCall<T> call)
    {
        var refusal = await RefusedCall.OfAsync(call);
        return (refusal.Code, refusal.Reason);
    }
}
