using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Platform.Identity;

/// <summary>Section <c>Identity</c>: whose tokens are trusted.</summary>
public sealed class IdentitySettings
{
    /// <summary>The audience of every token for the suite.</summary>
    public const string Audience = "personal-budgets";

    /// <summary>The issuer, exactly as in the tokens' <c>iss</c>.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>Where the issuer's signing keys are. Asked at the first token, not at start.</summary>
    [Required, Url]
    public string JwksUri { get; set; } = "";

    /// <summary>Where a service gets its own token for work without a caller.</summary>
    [Url]
    public string? TokenEndpoint { get; set; }

    /// <summary>The service's secret there.</summary>
    public string? ClientSecret { get; set; }
}
