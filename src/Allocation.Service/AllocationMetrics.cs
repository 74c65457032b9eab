using System.Diagnostics.Metrics;

namespace PersonalBudgets.Allocation;

/// <summary>What this service measures, in the domain's words. Counted after the commit: what was rolled back never happened.</summary>
internal sealed class AllocationMetrics : IDisposable
{
    private readonly Meter _meter = new("PersonalBudgets.Allocation");
    private readonly Counter<long> _issued;
    private readonly Counter<long> _committed;
    private readonly Counter<long> _overCommitted;

    public AllocationMetrics()
    {
        _issued = _meter.CreateCounter<long>("budgets.allocation.issued", "{budget}", "Indicative budgets issued.");
        _committed = _meter.CreateCounter<long>("budgets.allocation.committed", "{penny}", "A year of what recurs and what is paid once, taken from funds.");
        _overCommitted = _meter.CreateCounter<long>("budgets.allocation.over_committed", "{share}", "Shares beyond what a funder approved: its budget holder has to look.");
    }

    /// <summary>An indicative budget was issued.</summary>
    public void CountIssued(string programme) => _issued.Add(1, Tag(programme));

    /// <summary>Money was taken from funds.</summary>
    public void CountCommitted(string programme, long pence, int overCommittedShares)
    {
        _committed.Add(pence, Tag(programme));
        _overCommitted.Add(overCommittedShares, Tag(programme));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string programme) => new("budgets.programme", programme);
}
