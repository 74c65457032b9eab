using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Gateway.Access;

/// <summary>Section <c>RateLimit</c>: how much one client may ask of one programme.</summary>
public sealed class RateLimitSettings
{
    /// <summary>Requests a second that a client can go on with.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 1_000;

    /// <summary>Requests that it may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 2_000;
}
