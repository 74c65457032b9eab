using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>A personal health budget at the body's discretion (DOMAIN 3.1): the team sees a benefit and the person said yes.</summary>
internal static class DiscretionaryOffer
{
    /// <summary>Decides on the team's finding and the person's answer.</summary>
    public static BasisDecision Decide(bool benefitFound, bool offerAccepted) => new(
        LegalBasis.Discretionary,
        benefitFound && offerAccepted,
        false,
        "NHS guidance: personal health budgets beyond the right to have",
        "2014-10-01",
        benefitFound ? Reasons.DiscretionaryBenefit : Reasons.DiscretionaryNoBenefit,
        offerAccepted ? Reasons.DiscretionaryAccepted : Reasons.DiscretionaryNotAccepted);
}
