using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PersonalBudgets.Payments;

/// <summary>What this service measures, in the domain's words.</summary>
public sealed class PaymentsMetrics : IDisposable
{
    private const string Programme = "budgets.programme";
    private readonly Meter _meter = new("PersonalBudgets.Payments");
    private readonly ConcurrentDictionary<string, long> _imbalances = new(StringComparer.Ordinal);
    private readonly Counter<long> _recorded;
    private readonly Counter<long> _released;

    /// <summary>Opens the meter.</summary>
    public PaymentsMetrics()
    {
        _recorded = _meter.CreateCounter<long>("budgets.payments.recorded", "{payment}", "Payments posted to the ledger.");
        _released = _meter.CreateCounter<long>("payment.released", "{penny}", "What was released to payees.");
        _meter.CreateObservableGauge(
            "budgets.ledger.imbalance",
            () => _imbalances.Select(ledger => new Measurement<long>(ledger.Value, new KeyValuePair<string, object?>(Programme, ledger.Key))),
            "{penny}",
            "By how much balances and transfers disagree: anything but 0 is an emergency.");
    }

    /// <summary>Payments were posted and released.</summary>
    public void CountReleased(string programme, int payments, long pence)
    {
        var tag = new KeyValuePair<string, object?>(Programme, programme);
        _recorded.Add(payments, tag);
        _released.Add(pence, tag);
    }

    /// <summary>What the last check of a programme's ledger found.</summary>
    public void SetImbalance(string programme, long pence) => _imbalances[programme] = pence;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
