using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;
using static PersonalBudgets.Assessment.V1.MentalHealthActSection;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 8.3, A18 and P1-P3 of DOMAIN 6.</summary>
public sealed class After_care_under_section_117
{
    private static BasisOutcome Decide(params LegalStatus[] statuses) => AftercareRight.Decide(statuses, Today);

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
    [InlineData(_136)]
    [InlineData(CommunityTreatmentOrder)]
    public void P2_is_not_given_by_sections_for_assessment_or_emergency(MentalHealthActSection section)
    {
        var outcome = Decide(Section(section, "2026-01-10", "2026-03-01", "2026-03-01"));

        Assert.False(outcome.Eligible);
        Assert.False(outcome.RightToHave);
    }

    [Theory]
    [InlineData(_37)]
    [InlineData(_45A)]
    [InlineData(_47)]
    [InlineData(_48)]
    public void P3_is_in_force_after_these_sections_on_leaving_hospital(MentalHealthActSection section) =>
        Assert.True(Decide(Section(section, "2025-01-10", "2026-03-01", "2026-03-01")).Eligible);

    [Fact]
    public void begins_only_when_the_person_leaves_hospital()
    {
        Assert.False(Decide(Section(_3, "2026-01-10")).Eligible);
        Assert.False(Decide(Section(_3, "2026-01-10", "2026-03-01")).Eligible);
        Assert.False(Decide(Section(_3, "2026-01-10", "2026-03-01", "2026-06-02")).Eligible);
    }

    [Fact]
    public void is_in_force_on_section_17_leave() => Assert.Contains("on leave", Assert.Single(Decide(Section(_3, "2026-01-10", leftHospital: "2026-05-20")).Reasons));

    [Fact]
    public void is_in_force_after_an_informal_stay_that_followed_detention() =>
        Assert.True(Decide(Section(_3, "2026-01-10", "2026-03-01", "2026-05-01")).Eligible);

    [Fact]
    public void is_over_when_both_bodies_have_ended_it() =>
        Assert.False(Decide(Section(_3, "2020-01-10", "2020-03-01", "2020-03-01", "2024-03-01")).Eligible);

    [Fact]
    public void was_not_ended_on_a_day_when_a_community_treatment_order_was_in_force() =>
        Assert.True(Decide(
            Section(_3, "2020-01-10", "2020-03-01", "2020-03-01", "2020-09-01"), Section(CommunityTreatmentOrder, "2020-03-01", "2021-03-01")).Eligible);

    [Fact]
    public void P14_follows_the_latest_detention_that_qualifies()
    {
        var first = Section(_3, "2015-01-10", "2015-03-01", "2015-03-01");

        Assert.False(Decide(first, Section(_3, "2026-05-01")).Eligible);
        Assert.True(Decide(first, Section(_3, "2026-05-01", "2026-05-20", "2026-05-20")).Eligible);
        Assert.False(Decide(first, Section(_3, "2020-05-01", "2020-05-20", "2020-05-20", "2023-01-01")).Eligible);
    }

    [Fact]
    public void is_not_touched_by_a_later_section_2() =>
        Assert.True(Decide(Section(_3, "2015-01-10", "2015-03-01", "2015-03-01"), Section(_2, "2026-05-25")).Eligible);

    [Fact]
    public void is_read_from_the_later_record_of_the_same_detention() =>
        Assert.True(Decide(Section(_3, "2026-01-10"), Section(_3, "2026-01-10", "2026-03-01", "2026-03-01")).Eligible);
}
