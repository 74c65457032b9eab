using PersonalBudgets.Assessment.InterimArrangements;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>What an interim arrangement needs (DOMAIN 0, A4).</summary>
public sealed class An_interim_arrangement
{
    private const int Longest = 84;
    private static readonly DateOnly Today = new(2026, 5, 1);

    [Theory]
    [InlineData(InterimBasis.UrgentNeed, "", "", "")]
    [InlineData(InterimBasis.ChcFastTrack, "2026-05-01", "", "")]
    [InlineData(InterimBasis.HospitalDischarge, "", "2026-05-09", "")]
    [InlineData(InterimBasis.FundingDispute, "", "", "E10000014")]
    public void needs_no_more_than_the_fact_of_its_basis(InterimBasis basis, string fastTrack, string discharge, string disputed) =>
        Assert.Empty(FaultsOf(Arrangement(basis, fastTrack, discharge, disputed)));

    [Theory]
    [InlineData(InterimBasis.ChcFastTrack, "", "", "", "fast_track_date REQUIRED")]
    [InlineData(InterimBasis.HospitalDischarge, "", "", "", "discharge_date REQUIRED")]
    [InlineData(InterimBasis.FundingDispute, "", "", "", "disputed_with REQUIRED")]
    [InlineData(InterimBasis.UrgentNeed, "2026-05-01", "", "", "fast_track_date NOT_OF_THIS_BASIS")]
    [InlineData(InterimBasis.UrgentNeed, "", "2026-05-01", "", "discharge_date NOT_OF_THIS_BASIS")]
    [InlineData(InterimBasis.UrgentNeed, "", "", "QRL", "disputed_with NOT_OF_THIS_BASIS")]
    [InlineData(InterimBasis.ChcFastTrack, "2026-05-02", "", "", "fast_track_date NOT_IN_FUTURE")]
    [InlineData(InterimBasis.FundingDispute, "", "", "E10000011", "disputed_with FUNDERS_ALIKE")]
    public void is_refused_without_that_fact_or_with_another_basis_fact(InterimBasis basis, string fastTrack, string discharge, string disputed, string fault) =>
        Assert.Equal([fault], FaultsOf(Arrangement(basis, fastTrack, discharge, disputed)));

    [Theory]
    [InlineData("2026-05-01", "2026-04-30", "end_date BEFORE_START")]
    [InlineData("2026-05-01", "2026-07-24", "end_date TOO_LONG")]
    [InlineData("2026-05-01", "2026-07-23", null)]
    [InlineData("2026-05-01", "2026-05-01", null)]
    public void lasts_from_one_day_to_the_local_limit(string start, string end, string? fault)
    {
        var arrangement = Arrangement(InterimBasis.UrgentNeed, "", "", "");
        (arrangement.StartDate, arrangement.EndDate) = (start, end);

        Assert.Equal(fault is null ? [] : [fault], FaultsOf(arrangement));
    }

    [Fact]
    public void is_told_of_every_fault_at_once()
    {
        var arrangement = Arrangement(InterimBasis.ChcFastTrack, "", "2026-05-01", "");
        arrangement.EndDate = "2026-01-01";

        Assert.Equal(["end_date BEFORE_START", "fast_track_date REQUIRED", "discharge_date NOT_OF_THIS_BASIS"], FaultsOf(arrangement));
    }

    [Theory]
    [InlineData(InterimBasis.UrgentNeed, OrganisationKind.LocalAuthority, true)]
    [InlineData(InterimBasis.UrgentNeed, OrganisationKind.IntegratedCareBoard, false)]
    [InlineData(InterimBasis.ChcFastTrack, OrganisationKind.IntegratedCareBoard, true)]
    [InlineData(InterimBasis.ChcFastTrack, OrganisationKind.LocalAuthority, false)]
    [InlineData(InterimBasis.HospitalDischarge, OrganisationKind.LocalAuthority, true)]
    [InlineData(InterimBasis.HospitalDischarge, OrganisationKind.IntegratedCareBoard, true)]
    [InlineData(InterimBasis.FundingDispute, OrganisationKind.LocalAuthority, true)]
    [InlineData(InterimBasis.FundingDispute, OrganisationKind.IntegratedCareBoard, true)]
    public void is_paid_by_the_body_whose_power_or_duty_its_basis_is(InterimBasis basis, OrganisationKind funder, bool allowed) =>
        Assert.Equal(allowed, Record.Exception(() => InterimRules.RequirePayer(basis, funder)) is null);

    private static IEnumerable<string> FaultsOf(InterimArrangement arrangement) => InterimRules.FaultsOf(arrangement, Longest, Today)
        .Select(fault => $"{fault.FieldPath["interim_arrangement.".Length..]} {fault.Reason}");

    private static InterimArrangement Arrangement(InterimBasis basis, string fastTrack, string discharge, string disputed) => new()
    {
        Basis = basis, Reason = "You need somebody with you tonight.", CapPence = 1, StartDate = "2026-05-01", EndDate = "2026-05-28", Funder = "E10000011",
        FastTrackDate = fastTrack, DischargeDate = discharge, DisputedWith = disputed,
    };
}
