using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>What the contract's annotations cannot say of an uplift.</summary>
internal static class UpliftChecks
{
    /// <summary>The faults of an uplift, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(AnnualUplift uplift)
    {
        var seen = new HashSet<string>();
        return [.. uplift.Rates.Index().SelectMany(rate => Faults(rate.Item, $"annual_uplift.rates[{rate.Index}]", seen))];
    }

    /// <summary>The commitments that an uplift names and the programme does not have.</summary>
    public static IReadOnlyList<Violation> Unknown(AnnualUplift uplift, IReadOnlySet<Guid> known) =>
    [
        .. uplift.CommitmentIds.Index().Where(id => !known.Contains(Guid.Parse(id.Item)))
            .Select(id => new Violation($"annual_uplift.commitment_ids[{id.Index}]", "UNKNOWN_RECORD", "There is no such commitment.")),
    ];

    private static IEnumerable<Violation> Faults(UpliftRate rate, string path, HashSet<string> seen)
    {
        if (!seen.Add(rate.Category))
            yield return new Violation($"{path}.category", "DUPLICATE", "This category has a rate in the uplift already.");
        if (rate is { BasisPoints: 0, WeeklyPence: 0 })
            yield return new Violation($"{path}.basis_points", "REQUIRED", "Say by how much: in basis points, or in pence a week.");
        if (rate is { BasisPoints: > 0, WeeklyPence: > 0 })
            yield return new Violation($"{path}.weekly_pence", "ONE_WAY", "A rate is a part of what lines cost, or an amount.");
    }
}
