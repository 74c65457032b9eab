using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;
using static PersonalBudgets.Assessment.V1.ResidenceKind;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Care Act 2014 ss37-39; DOMAIN 0, A28.</summary>
public sealed class A_move
{
    private static readonly Residence Home = Place("2020-01-01", OwnHome, "E10000011", "QNX");

    [Fact]
    public void to_another_area_makes_another_council_responsible_from_that_day() =>
        Assert.Equal(new Move(new DateOnly(2025, 5, 1), "E10000011", "E10000014"), Latest(Home, Place("2025-05-01", OwnHome, "E10000014", "QRL")));

    [Fact]
    public void within_an_area_leaves_the_last_move_as_it_is() =>
        Assert.Equal(
            new Move(new DateOnly(2025, 5, 1), "E10000011", "E10000014"),
            Latest(Home, Place("2025-05-01", OwnHome, "E10000014", "QRL"), Place("2025-08-01", SupportedLiving, "E10000014", "QRL")));

    [Theory]
    [InlineData(Hospital)]
    [InlineData(Prison)]
    public void is_none_where_somebody_goes_into_hospital_or_prison_elsewhere(ResidenceKind stay) => Assert.Null(Latest(Home, Place("2025-05-01", stay, "E10000014", "QRL")));

    [Fact]
    public void is_none_where_a_council_places_somebody_in_the_area_of_another() =>
        Assert.Null(Latest(Home, Place("2025-05-01", CareHome, "E10000014", "QRL", placedBy: "E10000011")));

    [Fact]
    public void is_none_where_only_the_code_of_the_council_has_changed() =>
        Assert.Null(Move.LatestOf(
            new ResidenceHistory([Home, Place("2025-05-01", OwnHome, "E10000099", "QRL")]),
            new SuccessorCodes([new SuccessionRow("E10000011", "E10000099", new DateOnly(2025, 4, 1))])));

    [Fact]
    public void is_none_of_somebody_whose_first_home_is_recorded() => Assert.Null(Latest(Home));

    [Fact]
    public void is_read_from_the_record_that_replaced_an_earlier_one()
    {
        var wrong = Place("2025-05-01", OwnHome, "E10000014", "QRL");
        var right = wrong.Clone();
        (right.ResidenceId, right.ReplacesResidenceId, right.Council) = (Guid.CreateVersion7().ToString(), wrong.ResidenceId, "E10000011");

        Assert.Null(Latest(Home, wrong, right));
    }

    [Fact]
    public void is_recorded_once_for_a_day_and_replaced_once()
    {
        var later = Home.Clone();
        (later.ResidenceId, later.ReplacesResidenceId) = (Guid.CreateVersion7().ToString(), Home.ResidenceId);
        var another = later.Clone();
        another.ResidenceId = "another";

        Assert.Equal("RESIDENCE_OVERLAPS", Refused(Place("2020-01-01", Hospital, "E10000014", "QRL"), Home));
        Assert.Equal("RESIDENCE_REPLACED", Refused(another, Home, later));
        Assert.Equal("RESIDENCE_NOT_FOUND", Refused(later));
        Assert.Null(Refused(later, Home));
    }

    [Fact]
    public void is_refused_for_days_and_placements_that_cannot_be()
    {
        var born = new DateOnly(1990, 1, 1);

        Assert.Equal(["NOT_IN_FUTURE"], Faults(Place("2026-06-02", OwnHome, "E10000011", "QNX")));
        Assert.Equal(["BEFORE_BIRTH"], Faults(Place("1989-12-31", OwnHome, "E10000011", "QNX")));
        Assert.Equal(["NOT_OF_THIS_KIND"], Faults(Place("2020-01-01", OwnHome, "E10000011", "QNX", placedBy: "E10000014")));
        Assert.Empty(Faults(Place("1990-01-01", CareHome, "E10000011", "QNX", placedBy: "E10000014")));

        IEnumerable<string> Faults(Residence place) => ResidenceChecks.Faults(place, born, Today).Select(fault => fault.Reason);
    }

    private static string? Refused(Residence added, params Residence[] recorded) =>
        (Record.Exception(() => ResidenceChecks.RequireFitting(added, recorded)) as Refusal)?.Reason;

    private static Move? Latest(params Residence[] places) => Move.LatestOf(new ResidenceHistory(places), SuccessorCodes.None);
}
