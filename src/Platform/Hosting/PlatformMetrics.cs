using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PersonalBudgets.Platform.Hosting;

internal static class PlatformMetrics
{
    private static readonly Meter Meter = new("PersonalBudgets.Platform");
    private static readonly Counter<long> Repeats = Meter.CreateCounter<long>(
        "budgets.request.replays", "{request}", "Requests that were answered with the stored answer of the same request id.");

    public static void CountRepeat(string method)
    {
        Repeats.Add(1, new KeyValuePair<string, object?>("rpc.method", method));
        Activity.Current?.SetTag("budgets.idempotency.hit", true);
    }
}
