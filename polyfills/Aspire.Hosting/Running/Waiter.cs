using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Holds a resource back until what it waits for is there.</summary>
internal sealed class Waiter(ResourceNotificationService notifications)
{
    /// <exception cref="DistributedApplicationException">Something that it waits for cannot come.</exception>
    public Task WaitAsync(IResource resource, CancellationToken cancellationToken) =>
        Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitAsync(wait, cancellationToken)));

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var events = await notifications.WaitAsync(
            wait.Dependency.Name,
            events => events.All(change => IsThere(wait.Kind, change.Snapshot)) || (Gives(wait) && events.Any(change => CannotCome(wait, change.Snapshot))),
            cancellationToken);
        if (events.FirstOrDefault(change => CannotCome(wait, change.Snapshot)) is not { } failed)
            return;
        var code = failed.Snapshot.ExitCode is { } exitCode ? $" with exit code {exitCode}" : "";
        throw new DistributedApplicationException(wait.Kind == WaitKind.Completed
            ? $"Dependency resource '{failed.ResourceId}' ended as {failed.Snapshot.State?.Text}{code}, not with exit code {wait.ExitCode}."
            : $"Dependency resource '{failed.ResourceId}' is {failed.Snapshot.State?.Text}{code}.");
    }

    // A resource that ran to its end does not end again in another way, whatever its waiter would put up with.
    private static bool Gives(WaitAnnotation wait) => wait.Kind == WaitKind.Completed || wait.Behavior == WaitBehavior.StopOnResourceUnavailable;

    private static bool IsThere(WaitKind kind, CustomResourceSnapshot snapshot) => kind switch
    {
        WaitKind.Started => snapshot.State?.Text == KnownResourceStates.Running,
        WaitKind.Healthy => snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus == HealthStatus.Healthy,
        _ => IsOver(snapshot),
    };

    private static bool CannotCome(WaitAnnotation wait, CustomResourceSnapshot snapshot) =>
        IsOver(snapshot) && (wait.Kind != WaitKind.Completed || snapshot.State?.Text == KnownResourceStates.FailedToStart || snapshot.ExitCode != wait.ExitCode);

    private static bool IsOver(CustomResourceSnapshot snapshot) => snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);
}
