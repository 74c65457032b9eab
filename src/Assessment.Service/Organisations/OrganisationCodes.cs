using System.Text.RegularExpressions;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>
/// The form of organisation codes (DOMAIN 12.2): a first filter, before the look into what is loaded. Since April 2020 new organisations of any kind get codes of
/// the form letter, digit, letter, digit, letter (DCB0090), so that form is good for all that ODS codes.
/// </summary>
internal static partial class OrganisationCodes
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<OrganisationKind> Kinds { get; } = [.. Enum.GetValues<OrganisationKind>().Where(kind => kind is not OrganisationKind.Unspecified)];

    /// <summary>The kinds that a code could be of, by its form.</summary>
    public static IEnumerable<OrganisationKind> KindsOf(string code) => Kinds.Where(kind => HasFormOf(code, kind));

    /// <summary>Whether a code has a form that organisations of a kind have.</summary>
    public static bool HasFormOf(string code, OrganisationKind kind) => kind switch
    {
        OrganisationKind.IntegratedCareBoard => Board().IsMatch(code) || Neutral().IsMatch(code),
        OrganisationKind.SubIcbLocation => ThreeCharacters().IsMatch(code) || Neutral().IsMatch(code),
        OrganisationKind.Trust => Trust().IsMatch(code) || Neutral().IsMatch(code),
        OrganisationKind.TrustSite => Site().IsMatch(code) || Neutral().IsMatch(code),
        OrganisationKind.GpPractice => Practice().IsMatch(code) || Neutral().IsMatch(code),
        OrganisationKind.LocalAuthority => Authority().IsMatch(code) || Neutral().IsMatch(code),
        _ => Any().IsMatch(code),
    };

    /// <summary>The same in words, for the answer to a code that does not have it.</summary>
    public static string FormOf(OrganisationKind kind) => kind switch
    {
        OrganisationKind.IntegratedCareBoard => "The code of an integrated care board is Q and two characters, such as QOP.",
        OrganisationKind.SubIcbLocation => "The code of a sub-ICB location has three characters.",
        OrganisationKind.Trust => "The code of a trust is R or T and two characters, such as RX1.",
        OrganisationKind.TrustSite => "The code of a trust's site is R or T and four characters.",
        OrganisationKind.GpPractice => "The code of a GP practice is a letter and five digits.",
        OrganisationKind.LocalAuthority => "The code of a local authority is three digits (ODS), or E06 to E10 and six digits (GSS).",
        _ => "An organisation code has three to nine capital letters and digits.",
    };

    [GeneratedRegex(@"\AQ[A-Z0-9]{2}\z")]
    private static partial Regex Board();

    [GeneratedRegex(@"\A[A-Z0-9]{3}\z")]
    private static partial Regex ThreeCharacters();

    // Trusts that took over from mental-health trusts of the 1990s have T: TAD, TAF, TAH.
    [GeneratedRegex(@"\A[RT][A-Z0-9]{2}\z")]
    private static partial Regex Trust();

    [GeneratedRegex(@"\A[RT][A-Z0-9]{4}\z")]
    private static partial Regex Site();

    [GeneratedRegex(@"\A[A-Z][0-9]{5}\z")]
    private static partial Regex Practice();

    [GeneratedRegex(@"\A(?:[0-9]{3}|E(?:0[6-9]|10)[0-9]{6})\z")]
    private static partial Regex Authority();

    [GeneratedRegex(@"\A[A-Z][0-9][A-Z][0-9][A-Z]\z")]
    private static partial Regex Neutral();

    [GeneratedRegex(@"\A[A-Z0-9]{3,9}\z")]
    private static partial Regex Any();
}
