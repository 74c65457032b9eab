using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>What an indicative budget is made of (DOMAIN 7.4), and who bears it: worked out once, when it is issued, and kept with it.</summary>
internal static class BudgetParts
{
    /// <summary>Gives a budget whose annual figure is there its components and its band.</summary>
    /// <param name="allocation">The budget. Its annual figure may be another than the models gave.</param>
    /// <param name="weights">Who bears what the models gave.</param>
    /// <param name="policy">What stands beside the ongoing figure.</param>
    public static void Fill(AllocationMessage allocation, FunderWeights weights, BudgetComponentSettings policy)
    {
        var ongoing = BudgetFigures.Ongoing(allocation);
        for (var index = 0; index < ongoing.Count; index++)
        {
            var component = allocation.Components[index];
            IReadOnlyList<long> own = index < weights.OfComponents.Count ? weights.OfComponents[index] : [];
            Add(allocation, BudgetComponentKind.Ongoing, component.Kind, ongoing[index], weights.Funders, own);
            if (component.OneOffPence > 0)
                Add(allocation, BudgetComponentKind.OneOff, component.Kind, component.OneOffPence, weights.Funders, own);
        }

        var value = allocation.BudgetComponents.Sum(component => component.Pence);
        allocation.ValueBand = value <= policy.LowValueLimitPence ? ValueBand.Low : ValueBand.High;
        // Nobody is named for what was issued before its parts were kept.
        if (weights.Funders.Count is 0)
            return;

        // What no model gave is borne as the whole is; where that comes to nothing, as its first part would be.
        IReadOnlyList<long> whole = value > 0 ? BudgetFigures.Totals(allocation.BudgetComponents, weights.Funders.Count) : weights.OfComponents[0];
        foreach (var (kind, pence) in Beside(allocation, policy))
        {
            if (pence > 0)
                Add(allocation, kind, ModelKind.Unspecified, pence, weights.Funders, whole);
        }
    }

    private static IEnumerable<(BudgetComponentKind Kind, long Pence)> Beside(AllocationMessage allocation, BudgetComponentSettings policy) =>
    [
        (BudgetComponentKind.OneOff, policy.StartUpPence),
        (BudgetComponentKind.Contingency, policy.ContingencyBasisPoints > 0
            ? Part(allocation.AnnualPence, policy.ContingencyBasisPoints)
            : BudgetFigures.OfWeeks(allocation, policy.ContingencyWeeks)),
        (BudgetComponentKind.EmploymentReserve, Part(allocation.AnnualPence, policy.EmploymentReserveBasisPoints)),
        (BudgetComponentKind.SupportServiceFee, policy.SupportServiceFeePence),
        (BudgetComponentKind.CrisisReserve, Part(allocation.AnnualPence, policy.CrisisReserveBasisPoints)),
        (BudgetComponentKind.NotionalValue, policy.CommissionedServicesPence),
    ];

    private static void Add(
        AllocationMessage allocation, BudgetComponentKind kind, ModelKind model, long pence, IReadOnlyList<string> funders, IReadOnlyList<long> weights)
    {
        var parts = BudgetFigures.Parts(pence, weights);
        allocation.BudgetComponents.Add(new BudgetComponent
        {
            Kind = kind,
            ModelKind = model,
            Pence = pence,
            Shares = { weights.Select((weight, index) => new ComponentShare { Funder = funders[index], Weight = weight, Pence = parts[index] }) },
        });
    }

    private static long Part(long pence, int basisPoints) => Exact.Of(pence).Times(basisPoints).Rounded;
}
