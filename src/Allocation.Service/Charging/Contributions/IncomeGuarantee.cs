using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>What a person keeps in any case: the minimum income guarantee (SI 2014/2672 reg 7; DOMAIN 5.3).</summary>
internal static class IncomeGuarantee
{
    /// <summary>The guarantee in pence a week, with a step for each part of it.</summary>
    public static long Of(GuaranteeCircumstances circumstances, Terms terms, ICollection<ContributionStep> steps)
    {
        var total = 0L;
        foreach (var (element, times, words) in Elements(circumstances))
        {
            var (pence, source) = terms.Rate(element);
            var amount = pence * times;
            steps.Add(new ContributionStep { Code = element.Code(), Words = $"You keep {Pounds.Text(amount)} a week {words}.", AmountPence = amount, Source = source });
            total += amount;
        }

        return total;
    }

    private static IEnumerable<(ChargingElement Element, int Times, string Words)> Elements(GuaranteeCircumstances who)
    {
        var (basic, words) = Basic(who);
        yield return (basic, 1, words);
        if (who.Children > 0)
            yield return (ChargingElement.Child, who.Children, who.Children is 1 ? "for a child" : $"for {who.Children} children");
        // The amounts of pension age have the disability premiums in them.
        var hasPremiums = basic is not (ChargingElement.SinglePensionAge or ChargingElement.CoupleMemberPensionAge);
        if (who.DisabilityPremium && hasPremiums)
            yield return (who.IsCoupleMember ? ChargingElement.DisabilityPremiumCoupleMember : ChargingElement.DisabilityPremiumSingle, 1, "for your disability");
        if (who.EnhancedDisabilityPremium && hasPremiums)
        {
            yield return (
                who.IsCoupleMember ? ChargingElement.EnhancedDisabilityPremiumCoupleMember : ChargingElement.EnhancedDisabilityPremiumSingle, 1,
                "because you need more help with your disability");
        }

        if (who.CarerPremium)
            yield return (ChargingElement.CarerPremium, 1, "as a carer");
    }

    private static (ChargingElement Element, string Words) Basic(GuaranteeCircumstances who) => who switch
    {
        { IsCoupleMember: true, AgeGroup: AgeGroup.PensionAge } or { IsCoupleMember: true, PartnerOfPensionAge: true } =>
            (ChargingElement.CoupleMemberPensionAge, "to live on, as one of a couple of pension age"),
        { IsCoupleMember: true } => (ChargingElement.CoupleMember, "to live on, as one of a couple"),
        // A lone parent of pension age keeps what anybody of that age does, which is more.
        { AgeGroup: AgeGroup.PensionAge } => (ChargingElement.SinglePensionAge, "to live on, at pension age"),
        { Children: > 0 } => (ChargingElement.LoneParent, "to live on, as a lone parent"),
        { AgeGroup: AgeGroup.From25 } => (ChargingElement.SingleFrom25, "to live on, from 25 on"),
        { AgeGroup: AgeGroup._18To24 } => (ChargingElement.Single18To24, "to live on, up to 24"),
        _ => throw new InvalidOperationException("The guarantee depends on an age that is not known."),
    };
}
