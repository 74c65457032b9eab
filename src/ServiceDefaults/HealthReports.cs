using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.ServiceDefaults;

/// <summary>The state of the process's checks, asked for at most once in two seconds however many ask.</summary>
internal sealed class HealthReports(HealthCheckService checks, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
    private readonly SemaphoreSlim _gate = new(1);
    private (HealthReport Report, long At)? _last;

    public async Task<HealthReport> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && time.GetElapsedTime(last.At) < Lifetime)
                return last.Report;
            var report = await CheckAsync(cancellationToken);
            _last = (report, time.GetTimestamp());
            return report;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            return await checks.CheckHealthAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var late = new HealthReportEntry(HealthStatus.Unhealthy, "The checks took too long.", Timeout, null, null);
            return new HealthReport(new Dictionary<string, HealthReportEntry> { ["checks"] = late }, Timeout);
        }
    }

    public void Dispose() => _gate.Dispose();
}
