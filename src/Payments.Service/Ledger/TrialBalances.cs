using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>Says whether the ledger balances.</summary>
public static class TrialBalances
{
    /// <summary>
    /// By how much the ledger is wrong, in pence: debits against credits of each funder, and balances against transfers. 0 is right.
    /// </summary>
    public static long ImbalanceOf(IReadOnlyCollection<KindRow> rows) =>
        rows.GroupBy(row => row.Funder).Sum(funder => Math.Abs(funder.Sum(row => row.DebitPence) - funder.Sum(row => row.CreditPence)))
        + rows.Sum(row => row.StrayPence);

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
