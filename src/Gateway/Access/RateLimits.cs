using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Gateway.Access;

/// <summary>A token bucket for each client and programme, so that nobody's eagerness is another's wait.</summary>
public sealed class RateLimits : IDisposable
{
    // Tokens come back about this often, or one by one where the rate is lower.
    private const int RefillsPerSecond = 10;

    private readonly PartitionedRateLimiter<Caller> _buckets;

    public RateLimits(IOptions<RateLimitSettings> settings)
    {
        var (rate, refill) = (settings.Value.RequestsPerSecond, Math.Max(1, settings.Value.RequestsPerSecond / RefillsPerSecond));
        var options = new TokenBucketRateLimiterOptions
        {
            AutoReplenishment = true,
            QueueLimit = 0,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)refill / rate),
            TokenLimit = settings.Value.Burst,
            TokensPerPeriod = refill,
        };
        _buckets = PartitionedRateLimiter.Create<Caller, (string Subject, string Programme)>(
            caller => RateLimitPartition.GetTokenBucketLimiter((caller.Subject, caller.Programme), _ => options));
    }

    /// <summary>Null if the request may go on, else how long to wait.</summary>
    public TimeSpan? Refuse(Caller caller)
    {
        using var lease = _buckets.AttemptAcquire(caller);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) ? delay : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _buckets.Dispose();
}
