using System.Collections.Frozen;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>What the law asks for from one day until a later version's: its thresholds, which nobody can configure (DOMAIN 16).</summary>
internal sealed class EligibilityLaw
{
    /// <param name="version">The first day, <c>YYYY-MM-DD</c>: what a decision keeps to be decided again.</param>
    /// <param name="outcomesOfAnAdult">How many outcomes an adult must be unable to achieve (SI 2015/313 reg 2(1)(b)).</param>
    /// <param name="outcomesOfACarer">The same of a carer whose health is not at risk (SI 2015/313 reg 3(1)(b)).</param>
    /// <param name="rightsToHave">The services with a right to have a personal health budget (SI 2012/2996 reg 32A).</param>
    public EligibilityLaw(string version, int outcomesOfAnAdult, int outcomesOfACarer, params LegalBasis[] rightsToHave)
    {
        (Version, ValidFrom, OutcomesOfAnAdult, OutcomesOfACarer) = (version, Dates.Parse(version), outcomesOfAnAdult, outcomesOfACarer);
        RightsToHave = rightsToHave.ToFrozenSet();
        Counts = Reasons.Counts(outcomesOfAnAdult);
    }

    public string Version { get; }

    public DateOnly ValidFrom { get; }

    public int OutcomesOfAnAdult { get; }

    public int OutcomesOfACarer { get; }

    public FrozenSet<LegalBasis> RightsToHave { get; }

    /// <summary>The reason for each number of outcomes that an adult cannot achieve.</summary>
    public Reason[] Counts { get; }
}
