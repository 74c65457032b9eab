using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>The versions of the law on eligibility. A new one is added below the others; none is ever taken away, for decisions rest on it.</summary>
internal sealed class LawVersions(params EligibilityLaw[] versions)
{
    /// <summary>
    /// The law as it was and is: the eligibility criteria from 1 April 2015 (SI 2015/313), when CHC and children's continuing care had
    /// been rights to have since 1 October 2014; section 117 and wheelchairs from 2 December 2019 (SI 2012/2996 reg 32A as amended).
    /// </summary>
    public static LawVersions Known { get; } = new(
        new EligibilityLaw("2015-04-01", 2, 1, LegalBasis.Chc, LegalBasis.Cc),
        new EligibilityLaw("2019-12-02", 2, 1, LegalBasis.Chc, LegalBasis.Cc, LegalBasis.S117, LegalBasis.Wheelchair));

    /// <summary>The version in force on a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is before the first.</exception>
    public EligibilityLaw InForce(DateOnly day) =>
        versions.Where(version => version.ValidFrom <= day).MaxBy(version => version.ValidFrom)
        ?? throw new ArgumentOutOfRangeException(nameof(day), day, "The criteria are not in force yet.");

    /// <summary>The version that a decision names.</summary>
    public EligibilityLaw Named(string version) => versions.Single(known => known.Version == version);
}
