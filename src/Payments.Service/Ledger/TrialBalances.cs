using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>Says whether the ledger balances.</summary>
public static class TrialBalances
{
    /// <summary>
    /// By how much the ledger is wrong, in pence: debits against credits of each funder, and balances against transfers. 0 is right.
    /// </summary>
    public static long ImbalanceOf(IReadOnlyCollection<KindRow> rows)
    {
        // Wider than what it adds up: damage that overflows must not come out as 0.
        Int128 imbalance = 0;
        foreach (var funder in rows.GroupBy(row => row.Funder))
            imbalance += Int128.Abs(funder.Aggregate((Int128)0, (sum, row) => sum + row.DebitPence - row.CreditPence));
        foreach (var row in rows)
            imbalance += row.StrayPence;
        return (long)Int128.Min(imbalance, long.MaxValue);
    }

    /// <summary>The answer.</summary>
    public static TrialBalance Of(IReadOnlyCollection<KindRow> rows) => new()
    {
        Rows =
        {
            rows.Select(row => new TrialBalanceRow
            {
                Funder = row.Funder,
                Kind = Codes.Parse<LedgerAccountKind>(row.Kind),
                DebitPence = row.DebitPence,
                CreditPence = row.CreditPence,
            }),
        },
        DebitPence = rows.Sum(row => row.DebitPence),
        CreditPence = rows.Sum(row => row.CreditPence),
        Balanced = ImbalanceOf(rows) is 0,
    };
}
