namespace PersonalBudgets.Platform.Hosting;

/// <summary>Tells a secret from a text that somebody forgot to replace.</summary>
public static class Secrets
{
    private static readonly string[] Placeholders = ["changeme", "change-me", "placeholder", "replace-me", "<", "example"];

    /// <summary>Whether a setting holds what documentation puts where a secret belongs.</summary>
    public static bool IsPlaceholder(string? secret) =>
        secret is not null && Placeholders.Any(placeholder => secret.Contains(placeholder, StringComparison.OrdinalIgnoreCase));
}
