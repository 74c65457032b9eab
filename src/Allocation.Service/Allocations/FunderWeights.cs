using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>
/// Who bears what the models gave: derived from the legal basis and the kind of each need, never typed (DOMAIN 8.3). A need counts by what it brought to the
/// figure; what is nobody's need by type, a night or a set price, is shared.
/// </summary>
/// <param name="Funders">The funders of the budget, the first-named first: an odd penny is its own.</param>
/// <param name="OfComponents">For each component, in their order, what each funder counts by; 0 where it bears nothing of it.</param>
internal sealed record FunderWeights(IReadOnlyList<string> Funders, IReadOnlyList<IReadOnlyList<long>> OfComponents)
{
    /// <summary>The weights of a new budget.</summary>
    /// <param name="parts">What each model gave, and the needs that it served.</param>
    /// <param name="terms">Who bears what, with what was decided for the person.</param>
    /// <param name="day">The day whose terms count: that of the issue.</param>
    public static FunderWeights Of(IReadOnlyList<(AllocationComponent Component, AssessedNeeds Needs)> parts, SplitTerms terms, DateOnly day)
    {
        IReadOnlyList<Dictionary<string, long>> weights = [.. parts.Select(part => Of(part.Component, part.Needs, terms, day))];
        IReadOnlyList<string> named =
        [
            .. weights.SelectMany(part => part.Keys).Distinct()
                .OrderBy(funder => funder != terms.Funders.IntegratedCareBoard).ThenBy(funder => funder != terms.Funders.Council).ThenBy(funder => funder, StringComparer.Ordinal),
        ];
        return new FunderWeights(named, [.. weights.Select(part => named.Select(funder => part.GetValueOrDefault(funder)).ToList())]);
    }

    /// <summary>The weights that a budget was issued with.</summary>
    public static FunderWeights KeptWith(AllocationMessage allocation)
    {
        IReadOnlyList<BudgetComponent> ongoing = [.. allocation.BudgetComponents.Where(component => component.Kind is BudgetComponentKind.Ongoing)];
        return new FunderWeights(
            [.. ongoing.Take(1).SelectMany(component => component.Shares).Select(share => share.Funder)],
            [.. ongoing.Select(component => component.Shares.Select(share => share.Weight).ToList())]);
    }

    private static Dictionary<string, long> Of(AllocationComponent component, AssessedNeeds needs, SplitTerms terms, DateOnly day)
    {
        var basis = component.Kind switch
        {
            ModelKind.Social => LegalBasis.CareAct,
            ModelKind.Carer => LegalBasis.Carer,
            ModelKind.S117 => LegalBasis.S117,
            _ => component.LegalBases[0],
        };
        var weights = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (type, weight) in Types(component, needs))
        {
            foreach (var part in terms.On(new CostedLine { LegalBasis = basis, NeedType = type }, day).Parts)
                weights[part.Funder] = checked(weights.GetValueOrDefault(part.Funder) + (weight * part.BasisPoints));
        }

        return weights;
    }

    /// <summary>What each need brought to the figure, with its kind. The methods keep one step for each need, in the order of the needs.</summary>
    private static IReadOnlyList<(NeedType Type, long Weight)> Types(AllocationComponent component, AssessedNeeds needs)
    {
        // Help by the hour stands as a week, the rest as a year.
        var (ofWeeks, ofYears) = component.AnnualFactor is AnnualFactor.Days365 ? (Periods.DaysPerYear, Periods.DaysPerWeek) : (Periods.WeeksPerYear, 1);
        IReadOnlyList<(NeedType Type, long Weight)> counted =
        [
            .. component.Steps.Zip(needs.Needs, (step, need) => (need.NeedType, step.TenThousandthsOfPoints)),
            .. component.HoursSteps.Zip(needs.Needs, (step, need) => (need.NeedType, step.WeeklyPence * ofWeeks)),
            .. component.SupportSteps.Select(step => (NeedType.Shared, step.AnnualPence * ofYears)),
            .. component.PackageSteps.Zip(needs.Package, (step, line) => (line.NeedType, step.WeeklyPence)),
        ];
        return counted.Any(part => part.Weight > 0) ? counted : [(NeedType.Shared, 1)];
    }
}
