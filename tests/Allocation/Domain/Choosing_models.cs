using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

public sealed class Choosing_models
{
    private static readonly Need Health = Need("NIGHT", 1, NeedType.Health);
    private static readonly Need Social = Need("RELATIONSHIPS", 1);
    private static readonly Need Shared = Need("CARING", 1, NeedType.Shared);

    private static IReadOnlyList<ModelUse> For(params LegalBasis[] eligible) => ModelUse.For(eligible, new AssessedNeeds([Health, Social, Shared]));

    private static void AssertServes(ModelUse use, ModelKind kind, LegalBasis[] bases, params Need[] needs)
    {
        Assert.Equal(kind, use.Kind);
        Assert.Equal(bases, use.Bases);
        Assert.Equal(needs, use.Needs.Needs);
    }

    [Fact]
    public void takes_the_social_model_for_the_care_act() =>
        AssertServes(Assert.Single(For(LegalBasis.CareAct)), ModelKind.Social, [LegalBasis.CareAct], Social, Shared);

    [Fact]
    public void takes_the_carer_model_for_every_need_of_a_carer() =>
        AssertServes(Assert.Single(For(LegalBasis.Carer)), ModelKind.Carer, [LegalBasis.Carer], Health, Social, Shared);

    [Theory]
    [InlineData(LegalBasis.Cc)]
    [InlineData(LegalBasis.Wheelchair)]
    [InlineData(LegalBasis.Discretionary)]
    public void takes_the_health_model_with_shared_needs_where_no_care_act_serves_them(LegalBasis basis) =>
        AssertServes(Assert.Single(For(basis)), ModelKind.Health, [basis], Health, Shared);

    [Fact]
    public void leaves_nothing_to_the_council_where_the_whole_care_is_the_NHSs()
    {
        AssertServes(Assert.Single(For(LegalBasis.Chc)), ModelKind.Health, [LegalBasis.Chc], Health, Social, Shared);
        AssertServes(Assert.Single(For(LegalBasis.CareAct, LegalBasis.Chc)), ModelKind.Health, [LegalBasis.Chc], Health, Social, Shared);
    }

    [Theory]
    [InlineData(LegalBasis.ChildrenAct)]
    [InlineData(LegalBasis.EhcPlan)]
    public void takes_none_for_what_no_kind_of_model_is_for(LegalBasis basis) => Assert.Empty(For(basis));

    [Fact]
    public void pays_for_a_shared_need_once()
    {
        var uses = For(LegalBasis.CareAct, LegalBasis.Discretionary, LegalBasis.Wheelchair);

        Assert.Equal(2, uses.Count);
        AssertServes(uses[0], ModelKind.Social, [LegalBasis.CareAct], Social, Shared);
        AssertServes(uses[1], ModelKind.Health, [LegalBasis.Discretionary, LegalBasis.Wheelchair], Health);
    }

    [Fact]
    public void leaves_nothing_to_other_models_under_section_117() =>
        AssertServes(
            Assert.Single(For(LegalBasis.CareAct, LegalBasis.S117, LegalBasis.Chc)),
            ModelKind.S117, [LegalBasis.CareAct, LegalBasis.S117, LegalBasis.Chc], Health, Social, Shared);

    [Fact]
    public void takes_none_where_there_are_no_needs_of_its_type() => Assert.Empty(ModelUse.For([LegalBasis.CareAct], new AssessedNeeds([Health])));
}
