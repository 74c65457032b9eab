using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>What <c>launchSettings.json</c> says of a project's variables.</summary>
internal sealed record LaunchProfileAnnotation(string Name, IReadOnlyDictionary<string, string> EnvironmentVariables) : IResourceAnnotation
{
    public string Environment =>
        EnvironmentVariables.GetValueOrDefault("ASPNETCORE_ENVIRONMENT") ?? EnvironmentVariables.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? "Production";

    public bool IsDevelopment => Environment == "Development";

    /// <summary>The named profile, or the first that starts the project itself; null if there is no such file.</summary>
    public static LaunchProfileAnnotation? Read(string folder, string? name)
    {
        var path = Path.Combine(folder, "Properties", "launchSettings.json");
        if (!File.Exists(path))
            return null;
        using var settings = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        if (!settings.RootElement.TryGetProperty("profiles", out var profiles))
            return null;
        foreach (var profile in profiles.EnumerateObject().Where(profile => name is null ? Starts(profile.Value) : profile.NameEquals(name)))
        {
            var variables = profile.Value.TryGetProperty("environmentVariables", out var given)
                ? given.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString() ?? "")
                : [];
            return new LaunchProfileAnnotation(profile.Name, variables);
        }
        return name is null ? null : throw new DistributedApplicationException($"Launch settings file '{path}' does not contain a profile named '{name}'.");
    }

    private static bool Starts(JsonElement profile) => !profile.TryGetProperty("commandName", out var command) || command.GetString() is "Project" or "Executable";
}
