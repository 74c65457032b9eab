using System.Collections.Frozen;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>Method M6: the price of the cluster or the pathway times the share that a person can direct, or one amount for everybody.</summary>
internal sealed class SetBudgetMethod(AllocationModel model) : CompiledMethod
{
    private readonly bool _isByCluster = model.SetBudget.Prices.Any(price => price.Cluster.Length > 0);

    private readonly FrozenDictionary<string, SetPrice> _prices = model.SetBudget.Prices.ToFrozenDictionary(
        price => price.Cluster.Length > 0 ? price.Cluster : price.Pathway, StringComparer.Ordinal);

    /// <summary>Whether the model gives an amount that is paid once.</summary>
    public static bool IsOneOff(AllocationModel model) => model is { Method: AllocationMethod.SetBudget, SetBudget.OneOffPence: > 0 };

    /// <inheritdoc/>
    public override ModelGap? Work(AssessedNeeds needs, AllocationComponent? component, out Exact figure)
    {
        figure = Exact.Of(model.SetBudget.OneOffPence);
        if (IsOneOff(model))
            return null;
        // A cluster tells of the person, so a gap does not name it.
        if (!_prices.TryGetValue(_isByCluster ? needs.Cluster : needs.Pathway, out var price))
            return _isByCluster ? ModelGap.Of(model.AllocationModelId, "CLUSTER") : ModelGap.Of(model.AllocationModelId, "PATHWAY", needs.Pathway);
        figure = Exact.Of(price.DailyPence * Periods.DaysPerYear).Times(price.PersonalisableBasisPoints);
        if (component is not null)
            component.SetPrice = price;
        return null;
    }
}
