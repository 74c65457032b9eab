using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Shows the resources' states, and their lines if it is to, each with the resource's name in front.</summary>
internal sealed class ResourceConsole(bool showsLines, IResourceCollection resources)
{
    private readonly Lock _lock = new();
    private readonly Lazy<int> _width = new(() => resources.Max(resource => ResourceIds.Of(resource, 0).Length) + 2);

    public void Line(string resourceId, string line)
    {
        if (showsLines)
            Write(resourceId, '|', line);
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

    private void Write(string name, char mark, string text)
    {
        lock (_lock)
            Console.Out.WriteLine($"{name.PadRight(_width.Value)}{mark} {text}");
    }
}
