using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace PersonalBudgets.ServiceDefaults;

/// <summary>
/// Ends what is still in flight 20 seconds after the process was told to stop. The server takes no new requests from then on and waits for
/// those that run; one that never ends would use up the time that consumers, relay and telemetry need to stop in order.
/// </summary>
internal sealed class RequestDrain(IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<HttpContext, byte> _running = new();
    private ITimer? _timer;

    public void Use(IApplicationBuilder app)
    {
        lifetime.ApplicationStopping.Register(() => _timer = time.CreateTimer(_ => AbortAll(), null, Patience, Timeout.InfiniteTimeSpan));
        app.Use(async (context, next) =>
        {
            _running.TryAdd(context, 0);
            try
            {
                await next(context);
            }
            finally
            {
                _running.TryRemove(context, out _);
            }
        });
    }

    private void AbortAll()
    {
        foreach (var context in _running.Keys)
            context.Abort();
    }

    public void Dispose() => _timer?.Dispose();
}
