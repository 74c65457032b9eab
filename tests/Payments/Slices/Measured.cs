using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>Listens to one instrument of this process from now on.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<long> _values = new();

    public Measured(string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument)
                listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _values.Enqueue(value));
        _listener.Start();
    }

    /// <summary>Everything measured so far, by gauges now.</summary>
    public IReadOnlyCollection<long> Observe()
    {
        _listener.RecordObservableInstruments();
        return [.. _values];
    }

    public void Dispose() => _listener.Dispose();
}
