using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>The capital that counts, and the income that it is taken to give (SI 2014/2672 Part 5 and Schedule 2).</summary>
internal static class CapitalTest
{
    private const long TariffStepPence = 25_000, TariffPence = 100;

    /// <summary>What counts of everything that a person owns, in pence, with a step for each.</summary>
    public static long Counted(Means means, DateOnly day, ChargingRules rules, ICollection<ContributionStep> steps)
    {
        var total = 0L;
        foreach (var capital in means.Capitals)
        {
            var (pence, words, source) = Of(capital, day, rules);
            steps.Add(new ContributionStep { Code = capital.Kind.Code(), Words = words, AmountPence = pence, Source = source });
            total += pence;
        }

        return total;
    }

    /// <summary>A pound a week for each 250 pounds above the lower limit or part of them (reg 25).</summary>
    /// <param name="capitalPence">Capital that counts, up to the upper limit.</param>
    /// <param name="lowerLimitPence">The lower limit.</param>
    public static long Tariff(long capitalPence, long lowerLimitPence) =>
        capitalPence <= lowerLimitPence ? 0 : (capitalPence - lowerLimitPence + TariffStepPence - 1) / TariffStepPence * TariffPence;

    private static (long Pence, string Words, string Source) Of(Capital capital, DateOnly day, ChargingRules rules)
    {
        var rule = rules.Of(capital.Kind);
        if (rule.Treatment is Treatment.Disregarded)
            return (0, $"We do not count {rule.Words}.", rule.Source);
        if (capital.Disregard is not CapitalDisregard.Unspecified && !(rules.EndOfDisregard(capital) <= day))
        {
            var disregard = rules.Of(capital.Disregard);
            return (0, $"We do not count {rule.Words}: {disregard.Words}.", disregard.Source);
        }

        // A tenth for the costs of a sale, then what is secured on it, then equal shares; the fraction of a penny that is left is dropped.
        var tenths = Int128.Max(0, (Int128)capital.ValuePence - capital.ReducedPence) * (capital.HasCostsOfSale ? 9 : 10);
        var holders = Math.Max(1, capital.JointHolders);
        var share = (long)(Int128.Max(0, tenths - ((Int128)capital.EncumbrancePence * 10)) / (10 * holders));
        if (capital is { Kind: CapitalKind.Notional, ReducedPence: > 0 })
            return (share, $"We count {rule.Words}, as far as you have not paid for it since: {Pounds.Text(share)}.", rule.Source);
        var why = (capital.HasCostsOfSale, capital.EncumbrancePence > 0, holders > 1) switch
        {
            (false, false, false) => "",
            (var sale, var owed, var joint) => $" ({string.Join(", ", Parts(sale, owed, joint, holders))})",
        };
        return (share, $"We count {rule.Words}: {Pounds.Text(share)}{why}.", rule.Source);
    }

    private static IEnumerable<string> Parts(bool sale, bool owed, bool joint, int holders)
    {
        if (sale)
            yield return "less a tenth for the costs of selling";
        if (owed)
            yield return "less what you owe on it";
        if (joint)
            yield return $"your equal share of {holders}";
    }
}
