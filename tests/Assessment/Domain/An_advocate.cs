using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Care Act 2014 s67, Mental Health Act 1983 s130C, Mental Capacity Act 2005 ss37-40.</summary>
public sealed class An_advocate
{
    private static readonly AdvocacyFacts Nothing = new(false, false, false, false, false, [], Facts.Today);

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public void of_the_care_act_is_offered_where_taking_part_is_hard_and_nobody_appropriate_supports(bool difficulty, bool supporter, bool offered) =>
        Assert.Equal(offered, Must(Nothing with { SubstantialDifficulty = difficulty, AppropriateSupporter = supporter }, AdvocateRole.CareAct));

    [Theory]
    [InlineData(MentalHealthActSection._2, true)]
    [InlineData(MentalHealthActSection._3, true)]
    [InlineData(MentalHealthActSection._37, true)]
    [InlineData(MentalHealthActSection.CommunityTreatmentOrder, true)]
    [InlineData(MentalHealthActSection._4, false)]
    [InlineData(MentalHealthActSection._136, false)]
    [InlineData(MentalHealthActSection.Informal, false)]
    public void of_the_mental_health_act_is_offered_to_who_is_liable_to_be_detained_or_under_an_order(MentalHealthActSection section, bool offered)
    {
        Assert.Equal(offered, Must(Nothing with { LegalStatuses = [Section(section, "2026-01-10")] }, AdvocateRole.Imha));
        Assert.False(Must(Nothing with { LegalStatuses = [Section(section, "2026-01-10", "2026-03-01")] }, AdvocateRole.Imha));
    }

    [Fact]
    public void of_the_mental_capacity_act_is_offered_for_serious_decisions_of_who_lacks_capacity_and_has_nobody()
    {
        var alone = Nothing with { SeriousTreatmentOrMove = true, LacksCapacityToPlan = true };

        Assert.True(Must(alone, AdvocateRole.Imca));
        Assert.False(Must(alone with { LacksCapacityToPlan = false }, AdvocateRole.Imca));
        Assert.False(Must(alone with { SeriousTreatmentOrMove = false }, AdvocateRole.Imca));
        Assert.False(Must(alone with { HasRepresentative = true }, AdvocateRole.Imca));
        Assert.False(Must(alone with { AppropriateSupporter = true }, AdvocateRole.Imca));
    }

    private static bool Must(AdvocacyFacts facts, AdvocateRole role) => AdvocacyDuties.Of(facts).Single(duty => duty.Role == role).MustOffer;
}
