using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Shows the resources' states, and their lines if it is to, each with the resource's name in front.</summary>
internal sealed partial class ResourceConsole(bool showsLines, IResourceCollection resources)
{
    private readonly Lock _lock = new();
    private readonly Lazy<int> _width = new(() => resources.Max(resource => ResourceIds.Of(resource, 0).Length) + 2);

    public void Line(string resourceId, string line)
    {
        // The programs colour their lines, as for a dashboard; a file is to be read without.
        if (showsLines)
            Write(resourceId, '|', Console.IsOutputRedirected ? Colours().Replace(line, "") : line);
    }

    public void State(ResourceEvent change, string? detail)
    {
        var snapshot = change.Snapshot;
        var health = snapshot.HealthStatus switch
        {
            HealthStatus.Healthy => " (Healthy)",
            HealthStatus.Unhealthy => " (Unhealthy)",
            _ => "",
        };
        var code = snapshot.ExitCode is { } exitCode ? $" with exit code {exitCode}" : "";
        Write(change.ResourceId, '>', $"{snapshot.State?.Text}{health}{code}{(detail is null ? "" : ": " + detail)}");
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colours();

    private void Write(string name, char mark, string text)
    {
        lock (_lock)
            Console.Out.WriteLine($"{name.PadRight(_width.Value)}{mark} {text}");
    }
}
