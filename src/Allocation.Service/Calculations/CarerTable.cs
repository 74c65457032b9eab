using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>What a carer leaves of a need, in basis points, by what the carer does.</summary>
internal static class CarerTable
{
    /// <summary>The factors of a model, by the number of the carer's contribution.</summary>
    public static int[] Of(CarerFactors? factors) => factors is null
        ? [Exact.Whole, Exact.Whole, Exact.Whole, Exact.Whole, Exact.Whole]
        : [Exact.Whole, Exact.Whole, factors.Some, factors.Most, factors.All];

    /// <summary>The factor of a contribution.</summary>
    public static int At(this int[] factors, CarerContribution contribution) => (uint)contribution < (uint)factors.Length
        ? factors[(int)contribution]
        : throw new InvalidOperationException($"A need has the carer's contribution {contribution}, which is none.");
}
