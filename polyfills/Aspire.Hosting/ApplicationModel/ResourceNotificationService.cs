using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource, and tells whoever waits for one.</summary>
public class ResourceNotificationService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _events = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationToken _stopping;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ResourceNotificationService(IHostApplicationLifetime lifetime) => _stopping = lifetime.ApplicationStopping;

    /// <summary>Waits for a state.</summary>
    /// <exception cref="OperationCanceledException">The application stopped first.</exception>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits for one of several states, and says which it was.</summary>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var seen = await WaitForResourceAsync(resourceName, change => change.Snapshot.State is { } state && states.Contains(state.Text), cancellationToken);
        return seen.Snapshot.State!.Text;
    }

    /// <summary>Waits until the resource, or one of its replicas, is as the predicate wants it.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        var replicas = await WaitAsync(resourceName, events => events.Any(predicate), cancellationToken);
        return replicas.First(predicate);
    }

    /// <summary>Waits until the resource runs and its health checks, if it has any, pass.</summary>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, change => change.Snapshot.HealthStatus == HealthStatus.Healthy, cancellationToken);

    /// <summary>What is known of a resource now.</summary>
    /// <param name="resourceId">The resource's name, with a number where it has several replicas.</param>
    /// <param name="resourceEvent">The last change.</param>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
            return _events.TryGetValue(resourceId, out resourceEvent);
    }

    internal ResourceEvent Publish(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        lock (_lock)
        {
            var old = _events.GetValueOrDefault(resourceId)?.Snapshot ?? new CustomResourceSnapshot { ResourceType = resource.GetType().Name };
            var published = _events[resourceId] = new ResourceEvent(resource, resourceId, change(old));
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return published;
        }
    }

    /// <summary>Waits until all the replicas of a resource together are as the predicate wants them.</summary>
    internal async Task<IReadOnlyList<ResourceEvent>> WaitAsync(string resourceName, Func<IReadOnlyList<ResourceEvent>, bool> predicate, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        while (true)
        {
            List<ResourceEvent> events;
            Task changed;
            lock (_lock)
            {
                events = [.. _events.Values.Where(change => change.Resource.Name.Equals(resourceName, StringComparison.OrdinalIgnoreCase))];
                changed = _changed.Task;
            }
            if (events.Count > 0 && predicate(events))
                return events;
            await changed.WaitAsync(either.Token);
        }
    }
}
