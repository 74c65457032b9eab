using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>What the prices of method M6 must keep: one way to a price for everybody.</summary>
internal static class SetBudgetChecks
{
    private const string Field = "set_budget";

    public static void Find(SetBudget budget, ModelFaults faults)
    {
        if (budget is { Prices.Count: 0, OneOffPence: 0 })
            faults.Add($"{Field}.prices", "REQUIRED", "A set budget has prices, or one amount.");
        if (budget is { Prices.Count: > 0, OneOffPence: > 0 })
            faults.Add($"{Field}.one_off_pence", "ONE_WAY", "A set budget has prices or one amount, not both.");

        var byCluster = budget.Prices.FirstOrDefault()?.Cluster.Length > 0;
        foreach (var (index, price) in budget.Prices.Index())
        {
            if (price.Cluster.Length > 0 == price.Pathway.Length > 0)
                faults.Add($"{Field}.prices[{index}]", "ONE_WAY", "A price is for a cluster or for a pathway.");
            else if (price.Cluster.Length > 0 != byCluster)
                faults.Add($"{Field}.prices[{index}]", "ONE_WAY", "All prices are for clusters, or all for pathways: a person may have both.");
            if (price.Cluster is "9")
                faults.Add($"{Field}.prices[{index}].cluster", "NOT_A_CLUSTER", "Cluster 9 is blank.");
        }

        faults.FindDuplicates($"{Field}.prices", budget.Prices, price => (price.Cluster, price.Pathway));
    }
}
