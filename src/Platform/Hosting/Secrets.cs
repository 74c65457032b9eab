namespace PersonalBudgets.Platform.Hosting;

/// <summary>Tells a secret from a text that somebody forgot to replace.</summary>
internal static class Secrets
{
    private static readonly string[] Placeholders = ["changeme", "change-me", "placeholder", "replace-me", "<", "example"];

    public static bool IsPlaceholder(string? secret) =>
        secret is not null && Placeholders.Any(placeholder => secret.Contains(placeholder, StringComparison.OrdinalIgnoreCase));
}
