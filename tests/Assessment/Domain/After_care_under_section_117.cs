using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;
using static PersonalBudgets.Assessment.V1.MentalHealthActSection;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 8.3, A18 and P1-P3 of DOMAIN 6.</summary>
public sealed class After_care_under_section_117
{
    private static BasisOutcome Decide(params LegalStatus[] statuses) => AftercareRight.Decide(Aftercare(statuses));

    [Fact]
    public void P1_is_in_force_after_section_3_with_a_right_to_have_a_budget()
    {
        var outcome = Decide(Section(_3, "2026-01-10", "2026-03-01", "2026-03-01"));

        Assert.True(outcome.Eligible);
        Assert.True(outcome.RightToHave);
        Assert.Contains("section 3", Assert.Single(outcome.Reasons));
    }

    [Theory]
    [InlineData(_2)]
    [InlineData(_4)]
    [InlineData(_5)]
    [InlineData(_35)]
    [InlineData(_36)]
    [InlineData(_38)]
    [InlineData(_135)]
    [InlineData(_136)]
    public void P2_is_not_given_by_sections_for_assessment_or_emergency(MentalHealthActSection section)
    {
        var outcome = Decide(Section(section, "2026-01-10", "2026-03-01", "2026-03-01"));

        Assert.False(outcome.Eligible);
        Assert.False(outcome.RightToHave);
    }

    [Theory]
    [InlineData(_37)]
    [InlineData(_37With41)]
    [InlineData(_45A)]
    [InlineData(_47)]
    [InlineData(_48)]
    public void P3_is_in_force_after_these_sections_on_leaving_hospital(MentalHealthActSection section) =>
        Assert.True(Decide(Section(section, "2025-01-10", "2026-03-01", "2026-03-01")).Eligible);

    [Fact]
    public void begins_only_when_the_person_leaves_hospital()
    {
        Assert.Contains("detained under section 3", Assert.Single(Decide(Section(_3, "2026-01-10")).Reasons));
        Assert.Contains("still in hospital", Assert.Single(Decide(Section(_3, "2026-01-10", "2026-03-01")).Reasons));
        Assert.False(Decide(Section(_3, "2026-01-10", "2026-03-01", "2026-06-02")).Eligible);
    }

    [Fact]
    public void is_in_force_on_section_17_leave_and_not_after_the_return_from_it()
    {
        var detention = Section(_3, "2026-01-10");

        Assert.Contains("on leave", Assert.Single(Decide(detention, Section(_17Leave, "2026-05-20", follows: detention)).Reasons));
        Assert.False(Decide(detention, Section(_17Leave, "2026-05-20", "2026-06-01", follows: detention)).Eligible);
    }

    [Theory]
    [InlineData("2026-03-01", true)]
    [InlineData("", true)]
    [InlineData("2026-02-20", false)]
    public void is_in_force_for_somebody_who_was_on_leave_when_detention_ended(string leaveEnd, bool inForce)
    {
        var detention = Section(_3, "2026-01-10", "2026-03-01");

        Assert.Equal(inForce, Decide(detention, Section(_17Leave, "2026-02-10", leaveEnd, follows: detention)).Eligible);
    }

    [Fact]
    public void is_in_force_after_an_informal_stay_that_followed_detention()
    {
        var detention = Section(_3, "2026-01-10", "2026-03-01");

        Assert.True(Decide(Section(_3, "2026-01-10", "2026-03-01", "2026-05-01")).Eligible);
        Assert.False(Decide(detention, Section(Informal, "2026-03-01", follows: detention)).Eligible);
        Assert.True(Decide(detention, Section(Informal, "2026-03-01", "2026-05-01", follows: detention)).Eligible);
    }

    [Fact]
    public void is_in_force_under_a_community_treatment_order_and_during_a_recall_and_not_once_the_order_is_revoked()
    {
        var detention = Section(_3, "2025-01-10", "2025-03-01");
        var order = Section(CommunityTreatmentOrder, "2025-03-01", follows: detention);
        var recall = Section(Recall, "2026-05-31", follows: order);
        var revoked = order.Replaced(later => (later.EndDate, later.End) = ("2026-06-01", LegalStatusEnd.Revoked));
        var revived = Section(_3, "2026-06-01", follows: order);

        Assert.True(Decide(detention, order).Eligible);
        Assert.True(Decide(detention, order, recall).Eligible);
        Assert.False(Decide(detention, order, recall, revoked).Eligible);
        Assert.False(Decide(detention, order, recall, revoked, revived).Eligible);
        Assert.True(Decide(detention, order, recall, revoked, revived.Replaced(later => later.EndDate = later.LeftHospitalDate = "2026-06-01")).Eligible);
    }

    [Fact]
    public void that_a_revoked_order_interrupted_is_still_that_of_the_detention_that_the_order_came_from()
    {
        var detention = Section(_3, "2025-01-10", "2025-03-01");
        var order = Section(CommunityTreatmentOrder, "2025-03-01", "2026-01-01", follows: detention);
        order.End = LegalStatusEnd.Revoked;

        var duty = Assert.Single(AftercareDuty.All(Aftercare(detention, order, Section(_3, "2026-01-01", "2026-04-01", "2026-04-01", follows: order))));

        Assert.Equal((detention, AftercareState.InForce, new DateOnly(2025, 3, 1)), (duty.Detention, duty.State, duty.BeganOn));
    }

    [Fact]
    public void is_in_force_after_a_conditional_discharge_until_a_recall_from_it()
    {
        var detention = Section(_37With41, "2020-01-10", "2025-03-01");
        var discharge = Section(ConditionalDischarge, "2025-03-01", follows: detention);

        Assert.True(Decide(detention, discharge).Eligible);
        Assert.False(Decide(detention, discharge.Replaced(later => (later.EndDate, later.End) = ("2026-05-01", LegalStatusEnd.Recalled))).Eligible);
    }

    [Fact]
    public void is_over_when_both_bodies_have_ended_it()
    {
        var detention = Section(_3, "2020-01-10", "2020-03-01", "2020-03-01");

        var outcome = AftercareRight.Decide(Ended("2024-03-01", detention));

        Assert.False(outcome.Eligible);
        Assert.Contains("both satisfied", Assert.Single(outcome.Reasons));
        Assert.True(AftercareRight.Decide(Ended("2026-06-02", detention)).Eligible);
    }

    [Fact]
    public void was_not_ended_on_a_day_when_a_community_treatment_order_was_in_force()
    {
        var detention = Section(_3, "2020-01-10", "2020-03-01");
        var order = Section(CommunityTreatmentOrder, "2020-03-01", "2021-03-01", follows: detention);

        Assert.True(AftercareRight.Decide(Ended("2020-09-01", detention, order)).Eligible);
        Assert.False(AftercareRight.Decide(Ended("2021-03-01", detention, order)).Eligible);
    }

    [Fact]
    public void that_was_ended_is_given_afresh_by_a_new_detention()
    {
        var first = Section(_3, "2020-01-10", "2020-03-01", "2020-03-01");
        var second = Section(_3, "2026-01-10", "2026-03-01", "2026-03-01");

        Assert.True(AftercareRight.Decide(Ended("2024-03-01", first, second)).Eligible);
    }

    [Fact]
    public void follows_the_latest_detention_that_qualifies_which_ends_the_duty_before()
    {
        var first = Section(_3, "2015-01-10", "2015-03-01", "2015-03-01");

        Assert.False(Decide(first, Section(_3, "2026-05-01")).Eligible);
        Assert.True(Decide(first, Section(_3, "2026-05-01", "2026-05-20", "2026-05-20")).Eligible);
        Assert.Equal(
            [(AftercareState.EndedByNewDetention, new DateOnly(2026, 5, 1)), (AftercareState.InForce, null)],
            AftercareDuty.All(Aftercare(first, Section(_3, "2026-05-01", "2026-05-20", "2026-05-20"))).Select(duty => (duty.State, duty.EndedOn)));
    }

    [Fact]
    public void is_not_touched_by_a_later_section_2_or_an_informal_admission()
    {
        var detention = Section(_3, "2015-01-10", "2015-03-01", "2015-03-01");

        Assert.True(Decide(detention, Section(_2, "2026-05-25")).Eligible);
        Assert.True(Decide(detention, Section(Informal, "2026-05-25")).Eligible);
    }

    [Fact]
    public void is_read_from_the_record_that_replaced_an_earlier_one_and_never_from_one_made_in_error()
    {
        var detention = Section(_3, "2026-01-10");

        Assert.True(Decide(detention, detention.Replaced(later => later.EndDate = later.LeftHospitalDate = "2026-03-01")).Eligible);
        Assert.False(Decide(detention, detention.Replaced(later => later.RecordedInError = true)).Eligible);
        Assert.Empty(AftercareDuty.All(Aftercare(detention, detention.Replaced(later => later.RecordedInError = true))));
    }

    [Fact]
    public void is_decided_the_same_again_from_the_same_facts()
    {
        var facts = Ended("2024-03-01", Section(_3, "2020-01-10", "2020-03-01", "2020-03-01"), Section(_2, "2025-01-01", "2025-01-20"));

        Assert.Equal(AftercareRight.Decide(facts), AftercareRight.Decide(facts));
        Assert.Equal(("MHA 1983 s117; SI 2012/2996 reg 32A", "2023-08-10"), (AftercareRight.Decide(facts).Rule, AftercareRight.Decide(facts).RuleVersion));
    }

    private static AftercareFacts Ended(string day, params LegalStatus[] statuses) =>
        Aftercare(statuses) with { Ends = [new AftercareEnd { AftercareEndingId = "an ending", LegalStatusId = statuses[0].LegalStatusId, EndDate = day }] };
}
