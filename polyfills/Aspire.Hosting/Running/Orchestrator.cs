using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NativeServers;

namespace Aspire.Hosting.Running;

/// <summary>Runs the resources, each in a task of its own that nothing but the application's end stops: what becomes of one is shown, not avenged.</summary>
internal sealed class Orchestrator(
    IResourceCollection resources,
    ResourceNotificationService notifications,
    ResourceConsole console,
    RunFolderFileSystem files,
    IConfiguration configuration,
    DistributedApplicationExecutionContext executionContext) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _programsStopping = new();
    private readonly CancellationTokenSource _serversStopping = new();
    private readonly List<Task> _programs = [];
    private readonly List<Task> _servers = [];
    private readonly Waiter _waiter = new(notifications);
    private readonly ProgramCommand _commands = new(configuration, executionContext);
    private IReadOnlyList<TcpProxy> _proxies = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _proxies = EndpointAllocator.Allocate(resources);
        foreach (var proxy in _proxies)
            proxy.Start();
        foreach (var resource in resources.Where(IsRun))
        {
            for (var replica = 0; replica < ResourceIds.Replicas(resource); replica++)
                Publish(resource, replica, KnownResourceStates.NotStarted, isShown: false);
        }
        foreach (var resource in resources)
        {
            if (resource.Annotations.OfType<NativeServerAnnotation>().SingleOrDefault() is { } server)
                _servers.Add(Task.Run(() => GuardAsync(resource, 0, () => RunServerAsync(resource, server, _serversStopping.Token)), CancellationToken.None));
            else if (resource is ProjectResource or ExecutableResource)
            {
                for (var replica = 0; replica < ResourceIds.Replicas(resource); replica++)
                {
                    var number = replica;
                    _programs.Add(Task.Run(() => GuardAsync(resource, number, () => RunProgramAsync(resource, number, _programsStopping.Token)), CancellationToken.None));
                }
            }
        }
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The servers last: what a service does while it drains needs them.
        await _programsStopping.CancelAsync();
        await Task.WhenAll(_programs);
        await _serversStopping.CancelAsync();
        await Task.WhenAll(_servers);
        foreach (var proxy in _proxies)
            await proxy.DisposeAsync();
        await files.Folder.DisposeAsync();
    }

    public void Dispose()
    {
        _programsStopping.Dispose();
        _serversStopping.Dispose();
    }

    private static bool IsRun(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource or IResourceWithParent;

    private async Task GuardAsync(IResource resource, int replica, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (OperationCanceledException)
        {
            Publish(resource, replica, KnownResourceStates.Finished, detail: "stopped before it ran");
        }
        catch (Exception failure)
        {
            Publish(resource, replica, KnownResourceStates.FailedToStart, detail: failure.Message);
            foreach (var child in Children(resource))
                Publish(child, 0, KnownResourceStates.FailedToStart);
        }
    }

    private async Task WaitAsync(IResource resource, int replica, CancellationToken stopping)
    {
        var dependencies = resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Dependency.Name).Distinct().ToList();
        if (dependencies.Count > 0)
            Publish(resource, replica, KnownResourceStates.Waiting, detail: $"for {string.Join(", ", dependencies)}");
        await _waiter.WaitAsync(resource, stopping);
        Publish(resource, replica, KnownResourceStates.Starting);
    }

    private async Task RunProgramAsync(IResource resource, int replica, CancellationToken stopping)
    {
        await WaitAsync(resource, replica, stopping);
        var command = await _commands.CreateAsync(resource, replica, stopping);
        var id = ResourceIds.Of(resource, replica);
        await using var process = await GuardedProcess.StartAsync(files.Folder, command, line => console.Line(id, line));
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => $", {endpoint.Name} {endpoint.AllocatedEndpoint!.UriString}");
        var isChecked = resource.Annotations.OfType<HealthCheckAnnotation>().Any();
        Publish(resource, replica, KnownResourceStates.Running, isChecked ? null : HealthStatus.Healthy, detail: $"process {process.Id}{string.Concat(endpoints)}");

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        // One round of checks for all replicas: they are asked at the endpoint that they share.
        var health = isChecked && replica == 0 ? WatchHealthAsync(resource, ended.Token) : Task.CompletedTask;
        try
        {
            await process.Exited.WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            Publish(resource, replica, KnownResourceStates.Stopping);
            process.Send("TERM");
            await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromSeconds(30), CancellationToken.None));
            await process.DisposeAsync();
        }
        await ended.CancelAsync();
        await health;
        PublishEnd(resource, replica, await process.Exited);
    }

    private async Task RunServerAsync(IResource resource, NativeServerAnnotation annotation, CancellationToken stopping)
    {
        await WaitAsync(resource, 0, stopping);
        var options = new NativeServerOptions
        {
            UserName = await annotation.UserNameAsync(stopping),
            Password = await annotation.Password.GetValueAsync(stopping) ?? "",
            Port = resource.Annotations.OfType<EndpointAnnotation>().First().AllocatedEndpoint!.Port,
            DataFolder = resource.Annotations.OfType<DataFolderAnnotation>().LastOrDefault()?.Path,
            Output = line => console.Line(resource.Name, line),
        };
        await using var server = await annotation.StartAsync(files.Folder, options, stopping);
        Publish(resource, 0, KnownResourceStates.Running, detail: $"process {server.ProcessId}, port {server.Port}");
        await annotation.OnReadyAsync(server, stopping);
        foreach (var part in (IEnumerable<IResource>)[resource, .. Children(resource)])
            Publish(part, 0, KnownResourceStates.Running, HealthStatus.Healthy);

        try
        {
            await server.Exited.WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            Publish(resource, 0, KnownResourceStates.Stopping);
            await server.DisposeAsync();
        }
        var code = await server.Exited;
        foreach (var part in (IEnumerable<IResource>)[resource, .. Children(resource)])
            PublishEnd(part, 0, stopping.IsCancellationRequested ? 0 : code);
    }

    private async Task WatchHealthAsync(IResource resource, CancellationToken ended)
    {
        var last = (HealthStatus?)null;
        var wasHealthy = false;
        await foreach (var health in HealthMonitor.WatchAsync([.. resource.Annotations.OfType<HealthCheckAnnotation>()], ended))
        {
            if (health == last)
                continue;
            last = health;
            for (var replica = 0; replica < ResourceIds.Replicas(resource); replica++)
                PublishHealth(resource, replica, health, wasHealthy);
            wasHealthy |= health == HealthStatus.Healthy;
        }
    }

    private IEnumerable<IResource> Children(IResource parent) =>
        resources.Where(resource => resource is IResourceWithParent child && ReferenceEquals(child.Parent, parent));

    private void PublishEnd(IResource resource, int replica, int code) =>
        Publish(resource, replica, code == 0 ? KnownResourceStates.Finished : KnownResourceStates.Exited, exitCode: code);

    private void PublishHealth(IResource resource, int replica, HealthStatus health, bool wasHealthy)
    {
        var change = notifications.Publish(resource, ResourceIds.Of(resource, replica), old => old with { HealthStatus = health });
        // That it does not answer while it starts is no news.
        if (change.Snapshot.State?.Text == KnownResourceStates.Running && (wasHealthy || health == HealthStatus.Healthy))
            console.State(change, null);
    }

    private void Publish(
        IResource resource, int replica, string state, HealthStatus? health = null, int? exitCode = null, string? detail = null, bool isShown = true)
    {
        var change = notifications.Publish(
            resource, ResourceIds.Of(resource, replica), old => old with { State = state, HealthStatus = health, ExitCode = exitCode });
        if (isShown)
            console.State(change, detail);
    }
}
