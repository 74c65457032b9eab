using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>A personal health budget at the body's discretion (DOMAIN 3.1): the team sees a benefit and the person said yes.</summary>
internal static class DiscretionaryOffer
{
    /// <summary>Decides on the team's finding and the person's answer.</summary>
    public static BasisOutcome Decide(bool benefitFound, bool offerAccepted) => new()
    {
        LegalBasis = LegalBasis.Discretionary,
        Eligible = benefitFound && offerAccepted,
        Reasons =
        {
            benefitFound
                ? "The team finds that a personal health budget would benefit the person."
                : "The team does not find that a personal health budget would benefit the person.",
            offerAccepted
                ? "The person accepted the offer of one."
                : "The person has not accepted an offer of one. An offer can be made, and made again, at any time.",
        },
        Rule = "NHS guidance: personal health budgets beyond the right to have",
        RuleVersion = "2014-10-01",
    };
}
