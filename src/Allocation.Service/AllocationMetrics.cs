using System.Diagnostics.Metrics;

namespace PersonalBudgets.Allocation;

/// <summary>What this service measures, in the domain's words. Counted after the commit: what was rolled back never happened.</summary>
internal sealed class AllocationMetrics : IDisposable
{
    private readonly Meter _meter = new("PersonalBudgets.Allocation");
    private readonly Counter<long> _issued;
    private readonly Histogram<int> _told;
    private readonly Counter<long> _seen;
    private readonly Counter<long> _challengesAnswered;
    private readonly Counter<long> _committed;
    private readonly Counter<long> _overCommitted;

    public AllocationMetrics()
    {
        _issued = _meter.CreateCounter<long>("budgets.allocation.issued", "{budget}", "Indicative budgets issued.");
        _told = _meter.CreateHistogram<int>("budgets.allocation.told", "d", "Days from the issue of an indicative budget until its person was told, once for each.");
        _seen = _meter.CreateCounter<long>("budgets.allocation.seen", "{budget}", "Indicative budgets that their person has seen.");
        _challengesAnswered = _meter.CreateCounter<long>("budgets.allocation.challenges_answered", "{challenge}", "Challenges of sufficiency answered, by outcome.");
        _committed = _meter.CreateCounter<long>("budgets.allocation.committed", "{penny}", "A year of what recurs and what is paid once, taken from funds.");
        _overCommitted = _meter.CreateCounter<long>("budgets.allocation.over_committed", "{share}", "Shares beyond what a funder approved: its budget holder has to look.");
    }

    /// <summary>An indicative budget was issued.</summary>
    public void CountIssued(string programme) => _issued.Add(1, Tag(programme));

    /// <summary>A person was told of an indicative budget for the first time, so many days after its issue.</summary>
    public void CountTold(string programme, int days) => _told.Record(days, Tag(programme));

    /// <summary>A person has seen an indicative budget.</summary>
    public void CountSeen(string programme) => _seen.Add(1, Tag(programme));

    /// <summary>A challenge of sufficiency was answered.</summary>
    public void CountChallengeAnswered(string programme, string outcome) =>
        _challengesAnswered.Add(1, Tag(programme), new KeyValuePair<string, object?>("budgets.outcome", outcome));

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
