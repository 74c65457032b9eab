using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Bench.Allocations;
using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Bench.Impacts;

/// <summary>The same arithmetic over rows that are in memory already: each is read, put under the model and counted; the changes are sorted at the end.</summary>
internal sealed class PlainImpact
{
    private static readonly double[] Told = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

    private readonly PlainAllocation _model = new(ImpactHouse.Model);

    /// <summary>What all budgets come to.</summary>
    public long Work(IReadOnlyList<BudgetRow> rows)
    {
        var changes = new double[rows.Count];
        var (sum, gaining, losing) = (0L, 0L, 0L);
        for (var i = 0; i < rows.Count; i++)
        {
            var profile = NeedsProfile.Parser.ParseFrom(rows[i].Profile);
            var after = _model.PenceOf(profile.Needs, need => need.NeedType is NeedType.Social or NeedType.Shared);
            sum += after;
            gaining += after > rows[i].Pence ? 1 : 0;
            losing += after < rows[i].Pence ? 1 : 0;
            changes[i] = after - rows[i].Pence;
        }

        Array.Sort(changes);
        // What was not read could have been left out by the compiler.
        return Told.Sum(share => Spread.Quantile(changes, share)) is double.NaN || gaining + losing > rows.Count ? 0 : sum;
    }
}
