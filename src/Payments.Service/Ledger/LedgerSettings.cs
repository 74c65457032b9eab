using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>How journals are gathered and how often the ledger is checked.</summary>
public sealed class LedgerSettings
{
    /// <summary>The section <c>Ledger</c>.</summary>
    public const string Section = "Ledger";

    /// <summary>How many journals of one programme may wait; more are refused with RESOURCE_EXHAUSTED.</summary>
    [Range(1, 100_000)]
    public int WaitingJournals { get; set; } = 4096;

    /// <summary>How many transfers one batch gathers at most; a larger journal is a batch of its own.</summary>
    [Range(1, 100_000)]
    public int BatchTransfers { get; set; } = 4000;

    /// <summary>
    /// How many exports run at once; more are refused with RESOURCE_EXHAUSTED. Each holds a connection and one view of the database for as long as its
    /// reader takes.
    /// </summary>
    [Range(1, 100)]
    public int Exports { get; set; } = 4;

    /// <summary>How often balances are held against transfers for the metric <c>budgets.ledger.imbalance</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromMinutes(15);
}
