using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Simulating_an_allocation(AllocationService allocation)
{
    private SimulationsService.SimulationsServiceClient Simulations => new(allocation.Service.Channel);

    [Fact]
    public async Task gives_what_was_issued_on_the_same_needs()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var decision = await allocation.DecidedAsync(AssessmentKind.Adult, "NIGHT", "RELATIONSHIPS");
        var issued = await allocation.IssuedAsync(decision);
        var profile = await ProfileAsync(decision);

        var simulated = await Simulations.SimulateAllocationAsync(
            new SimulateAllocationRequest { AllocationModelId = issued.Components[0].AllocationModelId, Profile = profile }, allocation.Ann);
        var estimated = await Simulations.EstimateBudgetAsync(new EstimateBudgetRequest { Profile = profile }, allocation.Ann);

        Assert.Equal(issued.Components[0], simulated.Component);
        Assert.Equal(issued.Components, estimated.Components);
        Assert.Equal(issued.AnnualPence, estimated.AnnualPence);
    }

    [Fact]
    public async Task tries_a_draft_that_an_estimate_does_not_see()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var model = Domain.Models.Linear(pricePence: 1);
        model.ValidFrom = "2025-05-01";
        var draft = await allocation.Models.CreateAllocationModelAsync(new CreateAllocationModelRequest { AllocationModel = model, RequestId = NewId() }, allocation.Ann);
        var profile = Profile("NIGHT", 2);

        var simulated = await Simulations.SimulateAllocationAsync(new SimulateAllocationRequest { AllocationModelId = draft.AllocationModelId, Profile = profile }, allocation.Ann);
        var estimated = await Simulations.EstimateBudgetAsync(new EstimateBudgetRequest { Profile = profile }, allocation.Ann);

        Assert.Equal(20, simulated.Component.AnnualPence);
        Assert.Equal(200_000, estimated.AnnualPence);
    }

    [Fact]
    public async Task is_refused_for_bases_and_needs_that_the_model_says_nothing_about()
    {
        var draft = await allocation.Models.CreateAllocationModelAsync(
            new CreateAllocationModelRequest { AllocationModel = Domain.Models.Curve(ModelKind.Health), RequestId = NewId() }, allocation.Ann);
        var health = Profile("NIGHT", 1, NeedType.Health, LegalBasis.Discretionary);
        health.Needs[0].Points = 101;

        Assert.Equal("MODEL_NOT_OF_THESE_BASES", await ReasonAsync(draft, Profile("NIGHT", 1)));
        Assert.Equal("NEED_NOT_IN_MODEL", await ReasonAsync(draft, Profile("NIGHT", 9, NeedType.Health, LegalBasis.Discretionary)));
        Assert.Equal("OUT_OF_RANGE", await ReasonAsync(draft, health));
        Assert.Equal("ALLOCATION_MODEL_NOT_FOUND", await ReasonAsync(new AllocationModel { AllocationModelId = NewId() }, health));
        await Simulations.EstimateBudgetAsync(new EstimateBudgetRequest { Profile = Profile("NIGHT", 1, NeedType.Health) }, allocation.Ann)
            .RefusedAsync(StatusCode.FailedPrecondition, "MODEL_NOT_OF_THESE_BASES");
        var refusal = await RefusedCall.OfAsync(Simulations.EstimateBudgetAsync(new EstimateBudgetRequest { Profile = Profile("NIGHT", 1, NeedType.Health, LegalBasis.Chc) }, allocation.Ann));
        Assert.Equal((StatusCode.FailedPrecondition, "MODEL_MISSING"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task leaves_nothing_behind()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var before = await FootprintAsync();

        var profile = Profile("RELATIONSHIPS", 3);
        profile.Pathway = "TELLTALE_PATHWAY";
        await Simulations.EstimateBudgetAsync(new EstimateBudgetRequest { Profile = profile }, allocation.Ann);

        Assert.Equal(before, await FootprintAsync());
        Assert.DoesNotContain("TELLTALE_PATHWAY", allocation.Service.Log, StringComparison.Ordinal);
    }

    private static SimulatedProfile Profile(string domain, int level, NeedType type = NeedType.Social, LegalBasis basis = LegalBasis.CareAct) =>
        new() { Needs = { Domain.Models.Need(domain, level, type) }, EligibleBases = { basis } };

    private async Task<SimulatedProfile> ProfileAsync(EligibilityDecision decision)
    {
        var profile = await new AssessmentsService.AssessmentsServiceClient(allocation.Assessment.Channel).GetNeedsProfileAsync(
            new GetNeedsProfileRequest { AssessmentId = decision.AssessmentId }, allocation.Assessment.As());
        return new SimulatedProfile { Needs = { profile.Needs }, EligibleBases = { profile.EligibleBases }, Circumstances = profile.Circumstances };
    }

    private async Task<string> ReasonAsync(AllocationModel model, SimulatedProfile profile) => (await RefusedCall.OfAsync(
        Simulations.SimulateAllocationAsync(new SimulateAllocationRequest { AllocationModelId = model.AllocationModelId, Profile = profile }, allocation.Ann))).Reason;

    private async Task<(long, long)> FootprintAsync() => Assert.Single(await allocation.Service.LookAsync<(long, long)>(
        "select (select count(*) from allocation.models), (select count(*) from platform.audit_events where actor = 'ann')"));
}
