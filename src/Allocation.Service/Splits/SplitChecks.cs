using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>What policies and decisions on who bears what must keep beyond the rules of their single fields.</summary>
internal static class SplitChecks
{
    /// <summary>The faults of a policy, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(SplitPolicy policy) =>
        [.. BasisFaults("split_policy", policy.LegalBasis), .. PartsFaults("split_policy", policy.Parts)];

    /// <summary>The faults of a panel's decision, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(SplitOverride decision, DateOnly today)
    {
        var decidedOn = Dates.Parse(decision.DecisionDate);
        return
        [
            .. BasisFaults("split_override", decision.LegalBasis),
            .. decision.Parts.Count > 0 ? PartsFaults("split_override", decision.Parts) : [],
            .. decidedOn > today
                ? [new Violation("split_override.decision_date", "NOT_IN_FUTURE", "What is recorded has happened: today or earlier.")]
                : Array.Empty<Violation>(),
            .. Dates.Parse(decision.StartDate) < decidedOn
                ? [new Violation("split_override.start_date", "BEFORE_START", "A decision counts from its own day or later: what was borne before it stays.")]
                : Array.Empty<Violation>(),
        ];
    }

    /// <summary>
    /// Continuing healthcare and wheelchairs are the NHS's alone: a council may not bear what the NHS has to provide (Care Act 2014 s22; SI 2012/2996).
    /// </summary>
    private static IEnumerable<Violation> BasisFaults(string path, LegalBasis basis)
    {
        if (basis is LegalBasis.Chc or LegalBasis.Wheelchair)
            yield return new Violation($"{path}.legal_basis", "NOT_LOCAL", "The law gives these needs to one funder: no place divides them.");
    }

    private static IEnumerable<Violation> PartsFaults(string path, IReadOnlyList<FunderPart> parts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, part) in parts.Index().Where(part => !seen.Add(part.Item.Funder)))
            yield return new Violation($"{path}.parts[{index}].funder", "DUPLICATE", "A funder stands once among the parts.");
        var whole = parts.Sum(part => (long)part.BasisPoints);
        if (whole is not LargestRemainder.Whole)
            yield return new Violation($"{path}.parts", "NOT_A_WHOLE", $"The funders' parts make 10,000 basis points, not {whole}.");
    }
}
