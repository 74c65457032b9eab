using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>What an uplift asks for: rates of categories, from a day.</summary>
internal sealed class UpliftTerms(DateOnly day, IEnumerable<UpliftRate> rates)
{
    private const int Whole = 10_000;
    private const int WeeksAYear = 52;
    private readonly Dictionary<string, UpliftRate> _rates = rates.ToDictionary(rate => rate.Category);

    /// <summary>The first day at the new rates.</summary>
    public DateOnly Day { get; } = day;

    /// <summary>The financial year whose uplift it is.</summary>
    public int Year { get; } = FinancialYear.Of(day);

    /// <summary>Whether lines of a category are uplifted.</summary>
    public bool Covers(string category) => _rates.ContainsKey(category);

    /// <summary>A year of what recurs at the new rate, half up.</summary>
    /// <param name="category">The line's category.</param>
    /// <param name="pence">A year of it so far, 0 or more.</param>
    public long Raise(string category, long pence)
    {
        var rate = _rates[category];
        return rate.WeeklyPence > 0
            ? pence + (rate.WeeklyPence * WeeksAYear)
            : (long)((((Int128)pence * (Whole + rate.BasisPoints)) + (Whole / 2)) / Whole);
    }
}
