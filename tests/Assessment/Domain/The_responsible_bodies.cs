using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.Responsibility;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;
using static PersonalBudgets.Assessment.V1.MentalHealthActSection;
using static PersonalBudgets.Assessment.V1.ResidenceKind;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 0, A18 and A28; vector P14.</summary>
public sealed class The_responsible_bodies
{
    private const string CouncilA = "E10000011", CouncilB = "E10000014", BoardA = "QNX", BoardB = "QRL";

    private static readonly LegalStatus First = Section(_3, "2015-01-10", "2015-03-01", "2015-03-01").With(status => status.ApplicationDate = "2015-01-09");
    private static readonly LegalStatus Second = Section(_3, "2020-01-10", "2020-03-01", "2020-03-01");
    private static readonly Residence HomeA = Place("2010-01-01", OwnHome, CouncilA, BoardA);
    private static readonly Residence HomeB = Place("2017-01-01", OwnHome, CouncilB, BoardB);

    [Fact]
    public void P14_are_the_council_of_the_second_detention_and_the_board_of_the_first()
    {
        var bodies = WorkOut([First, Second], [HomeA, HomeB]);

        Assert.Equal((CouncilB, BoardA), (bodies.AftercareCouncil.Organisation, bodies.AftercareIntegratedCareBoard.Organisation));
        Assert.Null(bodies.Interim);
        Assert.Equal([Second.LegalStatusId], bodies.AftercareCouncil.LegalStatusIds);
        Assert.Equal([HomeB.ResidenceId], bodies.AftercareCouncil.ResidenceIds);
        Assert.Equal([First.LegalStatusId, Second.LegalStatusId], bodies.AftercareIntegratedCareBoard.LegalStatusIds);
        Assert.Equal(("MHA 1983 s117(3); [2023] UKSC 31", "2023-08-10"), (bodies.AftercareCouncil.Rule, bodies.AftercareCouncil.RuleVersion));
    }

    [Fact]
    public void of_P14_are_both_of_the_second_place_once_both_bodies_had_ended_the_first_after_care() =>
        Assert.Equal(
            BoardB,
            WorkOut([First, Second], [HomeA, HomeB], ends: new AftercareEnd { LegalStatusId = First.LegalStatusId, EndDate = "2018-01-01" })
                .AftercareIntegratedCareBoard.Organisation);

    [Fact]
    public void of_P14_are_those_of_the_first_place_after_a_later_section_2() =>
        Assert.Equal(
            (CouncilA, BoardA),
            Codes(WorkOut([First, Section(_2, "2020-01-10", "2020-01-30", "2020-01-30")], [HomeA, HomeB])));

    [Fact]
    public void can_be_outside_the_programme_and_say_so()
    {
        var bodies = WorkOut([First, Second], [HomeA, HomeB]);

        Assert.Equal((false, true), (bodies.AftercareCouncil.InProgramme, bodies.AftercareIntegratedCareBoard.InProgramme));
        Assert.Contains("outside this programme", bodies.AftercareCouncil.Reasons[^1]);
    }

    [Theory]
    [InlineData(Hospital)]
    [InlineData(Prison)]
    public void pass_over_a_stay_in_hospital_or_prison_before_the_detention(ResidenceKind stay) =>
        Assert.Equal((CouncilA, BoardA), Codes(WorkOut([First], [HomeA, Place("2014-12-01", stay, CouncilB, BoardB)])));

    [Fact]
    public void count_a_placement_in_another_area_for_after_care_and_pass_over_it_under_the_care_act()
    {
        var placed = Place("2012-01-01", CareHome, CouncilB, BoardB, placedBy: CouncilA);

        var bodies = WorkOut([First], [HomeA, placed]);

        Assert.Equal((CouncilB, CouncilA), (bodies.AftercareCouncil.Organisation, bodies.Council.Organisation));
        Assert.Equal([placed.ResidenceId, HomeA.ResidenceId], bodies.Council.ResidenceIds);
    }

    [Fact]
    public void pass_over_a_placement_for_after_care_too_once_the_act_of_2025_is_in_force()
    {
        var places = new[] { HomeA, Place("2012-01-01", CareHome, CouncilB, BoardB, placedBy: CouncilA) };

        Assert.Null(AftercareLaw.Known.ReformStart);
        var before = WorkOut([First], places, new AftercareLaw(new DateOnly(2015, 1, 11)));
        var after = WorkOut([First], places, new AftercareLaw(new DateOnly(2015, 1, 10)));

        Assert.Equal((CouncilB, CouncilA), (before.AftercareCouncil.Organisation, after.AftercareCouncil.Organisation));
        Assert.Equal("MHA 2025 s46", after.AftercareCouncil.RuleVersion);
    }

    [Fact]
    public void are_not_guessed_where_it_is_not_known_where_the_person_lived()
    {
        var bodies = WorkOut([First], [HomeB]);

        Assert.Equal(("", ""), Codes(bodies));
        Assert.Equal("Where the person lived immediately before 2015-01-10.", Assert.Single(bodies.AftercareCouncil.Missing));
        Assert.Single(bodies.AftercareIntegratedCareBoard.Missing);
        Assert.Equal((CouncilB, BoardB), (bodies.Council.Organisation, bodies.IntegratedCareBoard.Organisation));
    }

    [Fact]
    public void are_not_guessed_where_the_home_before_a_placement_is_not_known() =>
        Assert.Equal(
            "Where the person lived before the placement.",
            Assert.Single(WorkOut([], [Place("2012-01-01", CareHome, CouncilB, BoardB, placedBy: CouncilA)]).Council.Missing));

    [Fact]
    public void say_who_pays_until_they_are_found_so_that_discharge_never_waits()
    {
        var lives = WorkOut([First], [HomeB], share: 4_000).Interim;
        var nowhere = WorkOut([First], []).Interim;

        Assert.Equal((CouncilB, BoardB, 4_000, 6_000), (lives.Council, lives.IntegratedCareBoard, lives.CouncilBasisPoints, lives.IntegratedCareBoardBasisPoints));
        Assert.Equal((CouncilA, BoardA, 5_000, 5_000), (nowhere.Council, nowhere.IntegratedCareBoard, nowhere.CouncilBasisPoints, nowhere.IntegratedCareBoardBasisPoints));
    }

    [Fact]
    public void need_the_day_of_the_application_only_where_it_makes_a_difference()
    {
        var unknown = First.With(status => status.ApplicationDate = "");
        var moved = new[] { HomeA, Place("2015-01-01", OwnHome, CouncilB, BoardB) };

        Assert.Contains("applied for", Assert.Single(WorkOut([unknown], moved).AftercareIntegratedCareBoard.Missing));
        Assert.Equal(BoardA, WorkOut([unknown], [HomeA]).AftercareIntegratedCareBoard.Organisation);
        Assert.Equal(BoardB, WorkOut([First], moved).AftercareIntegratedCareBoard.Organisation);
        Assert.Equal(BoardA, WorkOut([First.With(status => status.ApplicationDate = "2014-12-31")], moved).AftercareIntegratedCareBoard.Organisation);
        Assert.Equal(BoardB, WorkOut([unknown.With(status => status.Section = _37)], moved).AftercareIntegratedCareBoard.Organisation);
    }

    [Fact]
    public void are_those_of_the_area_of_discharge_for_somebody_without_a_settled_residence()
    {
        var homeless = Place("2010-01-01", NoFixedAbode, CouncilA, BoardA);

        Assert.Equal("The area to which the person goes on discharge.", Assert.Single(WorkOut([First], [homeless]).AftercareCouncil.Missing));
        Assert.Equal(CouncilB, WorkOut([First], [homeless, Place("2015-03-01", OwnHome, CouncilB, BoardB)]).AftercareCouncil.Organisation);
        Assert.Equal(CouncilA, WorkOut([], [homeless]).Council.Organisation);
    }

    [Fact]
    public void are_the_council_of_the_place_for_somebody_in_custody_today()
    {
        var bodies = WorkOut([], [HomeA, Place("2026-01-01", Prison, CouncilB, BoardB)]);

        Assert.Equal((CouncilB, BoardA, "Care Act 2014 s76"), (bodies.Council.Organisation, bodies.IntegratedCareBoard.Organisation, bodies.Council.Rule));
    }

    [Fact]
    public void are_the_organisations_that_took_the_place_of_those_then()
    {
        var successions = new SuccessorCodes([new SuccessionRow("QNX", "QZZ", new DateOnly(2026, 4, 1))]);

        var bodies = WorkOut([First], [HomeA], successions: successions);

        Assert.Equal(("QZZ", false), (bodies.AftercareIntegratedCareBoard.Organisation, bodies.AftercareIntegratedCareBoard.InProgramme));
        Assert.Contains("taken the place of QNX", bodies.AftercareIntegratedCareBoard.Reasons[^2]);
    }

    [Fact]
    public void for_after_care_are_left_out_where_no_section_gives_any() =>
        Assert.Null(WorkOut([Section(_2, "2026-01-10", "2026-02-01", "2026-02-01")], [HomeA]).AftercareCouncil);

    [Fact]
    public void are_worked_out_the_same_again_from_the_same_facts() =>
        Assert.Equal(WorkOut([First, Second], [HomeA, HomeB]), WorkOut([First, Second], [HomeA, HomeB]));

    private static (string Council, string Board) Codes(ResponsibleBodies bodies) => (bodies.AftercareCouncil.Organisation, bodies.AftercareIntegratedCareBoard.Organisation);

    private static ResponsibleBodies WorkOut(
        LegalStatus[] statuses, Residence[] places, AftercareLaw? law = null, SuccessorCodes? successions = null, int share = 5_000, params AftercareEnd[] ends) =>
        ResponsibleBodiesRule.WorkOut(new ResponsibilityFacts(
            Aftercare(statuses) with { Ends = ends }, places, successions ?? SuccessorCodes.None, new ProgrammeBodies(BoardA, CouncilA), law ?? AftercareLaw.Known, share));
}
