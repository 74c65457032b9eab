using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Publishing_a_model(AllocationService allocation)
{
    [Fact]
    public async Task is_final_and_possible_once_for_a_kind_and_day()
    {
        var first = await DraftAsync("2090-04-01");
        var second = await DraftAsync("2090-04-01");
        Assert.Equal((ModelState.Draft, "1"), (first.State, first.Etag));

        var published = (await Publish(first)).AllocationModel;

        Assert.Equal((ModelState.Published, "2"), (published.State, published.Etag));
        Assert.NotNull(published.PublishTime);
        Assert.Equal((first.Curve, first.DomainPoints), (published.Curve, published.DomainPoints));
        Assert.Equal("MODEL_PUBLISHED", (await RefusedCall.OfAsync(Publish(published))).Reason);
        Assert.Equal((StatusCode.FailedPrecondition, "MODEL_OVERLAPS"), await RefusalAsync(Publish(second)));
        Assert.Equal(published, await allocation.Models.GetAllocationModelAsync(
            new GetAllocationModelRequest { AllocationModelId = published.AllocationModelId }, allocation.Ann));
    }

    [Fact]
    public async Task is_refused_on_a_stale_etag_and_for_a_model_that_is_not_there()
    {
        var draft = await DraftAsync("2091-04-01");
        draft.Etag = "4";

        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH"), await RefusalAsync(Publish(draft)));
        draft.AllocationModelId = NewId();
        Assert.Equal((StatusCode.NotFound, "ALLOCATION_MODEL_NOT_FOUND"), await RefusalAsync(Publish(draft)));
    }

    [Fact]
    public async Task comes_after_a_draft_without_faults()
    {
        var model = Domain.Models.Curve();
        model.Curve[3].Points = 1;
        model.PricePerPointPence = 5;

        var refusal = await RefusedCall.OfAsync(allocation.Models.CreateAllocationModelAsync(
            new CreateAllocationModelRequest { AllocationModel = model, RequestId = NewId() }, allocation.Ann));

        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (refusal.Code, refusal.Reason));
        Assert.Equal(["allocation_model.price_per_point_pence", "allocation_model.curve[3].points"], refusal.Fields);
    }

    [Fact]
    public async Task comes_after_a_draft_without_negative_money_or_levels_that_there_are_not()
    {
        var model = Domain.Models.Hours();
        model.CapPence = -1;
        model.NeedsToHours.RespiteNightPence = -1;
        model.NeedsToHours.DomainMinutes[3].Level = 11;
        model.CarerFactors.Some = 10_001;

        var refusal = await RefusedCall.OfAsync(allocation.Models.CreateAllocationModelAsync(
            new CreateAllocationModelRequest { AllocationModel = model, RequestId = NewId() }, allocation.Ann));

        Assert.Equal(
            [
                "allocation_model.cap_pence", "allocation_model.carer_factors.some", "allocation_model.needs_to_hours.domain_minutes[3].level",
                "allocation_model.needs_to_hours.respite_night_pence",
            ],
            refusal.Fields.Order());
    }

    [Fact]
    public async Task is_possible_for_one_of_two_at_once()
    {
        AllocationModel[] drafts = [await DraftAsync("2089-04-01"), await DraftAsync("2089-04-01")];

        var outcomes = await Task.WhenAll(drafts.Select(async draft =>
        {
            try
            {
                return (await Publish(draft)).AllocationModel.State.ToString();
            }
            catch (RpcException)
            {
                return (await RefusedCall.OfAsync(Publish(draft))).Reason;
            }
        }));

        Assert.Equal(["MODEL_OVERLAPS", "Published"], outcomes.Order());
    }

    private async Task<AllocationModel> DraftAsync(string validFrom)
    {
        var model = Domain.Models.Curve();
        model.ValidFrom = validFrom;
        return await allocation.Models.CreateAllocationModelAsync(new CreateAllocationModelRequest { AllocationModel = model, RequestId = NewId() }, allocation.Ann);
    }

    private AsyncUnaryCall<PublishAllocationModelResponse> Publish(AllocationModel model) => allocation.Models.PublishAllocationModelAsync(
        new PublishAllocationModelRequest { AllocationModelId = model.AllocationModelId, Etag = model.Etag, RequestId = NewId() }, allocation.Ann);

    private static async Task<(StatusCode, string)> RefusalAsync<T>(AsyncUnaryCall<T> call)
    {
        var refusal = await RefusedCall.OfAsync(call);
        return (refusal.Code, refusal.Reason);
    }
}
