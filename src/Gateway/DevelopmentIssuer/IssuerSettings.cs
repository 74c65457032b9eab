using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Gateway.DevelopmentIssuer;

/// <summary>Section <c>DevelopmentIssuer</c>: the issuer of tokens that stands in for a real one on a developer's machine.</summary>
public sealed class IssuerSettings
{
    public const string Section = "DevelopmentIssuer";

    /// <summary>Whether there is one. The gateway refuses to start with it anywhere but in Development.</summary>
    public bool Enabled { get; set; }

    /// <summary>What the suite's services show to get a token of their own; without it no service gets one.</summary>
    [MinLength(16)]
    public string? ServiceSecret { get; set; }

    /// <summary>Makes the signing key, the same in all replicas of the gateway; without it each start makes one of its own.</summary>
    [MinLength(32)]
    public string? KeySeed { get; set; }

    /// <summary>How long a token is good, in seconds.</summary>
    [Range(1, 86_400)]
    public int TokenSeconds { get; set; } = 3_600;
}
