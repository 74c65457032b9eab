using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 12.2.</summary>
public sealed class The_form_of_an_organisation_code
{
    [Theory]
    [InlineData("QOP", OrganisationKind.IntegratedCareBoard, true)]
    [InlineData("ROP", OrganisationKind.IntegratedCareBoard, false)]
    [InlineData("QOPS", OrganisationKind.IntegratedCareBoard, false)]
    [InlineData("qop", OrganisationKind.IntegratedCareBoard, false)]
    [InlineData("00X", OrganisationKind.SubIcbLocation, true)]
    [InlineData("00X1", OrganisationKind.SubIcbLocation, false)]
    [InlineData("RX1", OrganisationKind.Trust, true)]
    [InlineData("TAF", OrganisationKind.Trust, true)]
    [InlineData("XX1", OrganisationKind.Trust, false)]
    [InlineData("RX1RA", OrganisationKind.TrustSite, true)]
    [InlineData("RX1R", OrganisationKind.TrustSite, false)]
    [InlineData("A81001", OrganisationKind.GpPractice, true)]
    [InlineData("A8100", OrganisationKind.GpPractice, false)]
    [InlineData("810011", OrganisationKind.GpPractice, false)]
    [InlineData("302", OrganisationKind.LocalAuthority, true)]
    [InlineData("E06000001", OrganisationKind.LocalAuthority, true)]
    [InlineData("E10000011", OrganisationKind.LocalAuthority, true)]
    [InlineData("E05000001", OrganisationKind.LocalAuthority, false)]
    [InlineData("E11000001", OrganisationKind.LocalAuthority, false)]
    [InlineData("A1B2C", OrganisationKind.GpPractice, true)]
    [InlineData("A1B2C", OrganisationKind.IntegratedCareBoard, true)]
    [InlineData("AB", OrganisationKind.Unspecified, false)]
    [InlineData("A1B2C3D4E5", OrganisationKind.Unspecified, false)]
    public void is_that_of_its_kind_or_the_new_one_of_all_kinds(string code, OrganisationKind kind, bool isGood) =>
        Assert.Equal(isGood, OrganisationCodes.HasFormOf(code, kind));
}
