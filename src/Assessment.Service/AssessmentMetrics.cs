using System.Diagnostics.Metrics;

namespace PersonalBudgets.Assessment;

/// <summary>What this service measures, in the domain's words. Counted after the commit: what was rolled back never happened.</summary>
internal sealed class AssessmentMetrics : IDisposable
{
    private readonly Meter _meter = new("PersonalBudgets.Assessment");
    private readonly Counter<long> _decided;

    public AssessmentMetrics() => _decided = _meter.CreateCounter<long>("budgets.assessment.decided", "{decision}", "Decisions on eligibility, by outcome.");

    /// <summary>Eligibility was decided.</summary>
    public void CountDecided(string programme, bool goesAhead) => _decided.Add(
        1, new KeyValuePair<string, object?>("budgets.programme", programme), new("budgets.outcome", goesAhead ? "ELIGIBLE" : "NOT_ELIGIBLE"));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
