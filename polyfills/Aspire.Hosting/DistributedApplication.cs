using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application of several processes, which end with this one.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly PosixSignalRegistration _hangUp;

    /// <param name="host">What starts and stops the resources.</param>
    public DistributedApplication(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        // The host knows SIGINT, SIGQUIT and SIGTERM; a closed terminal is a wish to stop, too.
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        });
    }

    /// <summary>The services of the application host itself.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Tells what the resources are doing.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>A builder for an application host with this command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    /// <inheritdoc cref="CreateBuilder(string[])"/>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new NativeApplicationBuilder(options);
    }

    /// <summary>Starts the resources; those that wait for others start when they may.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops the resources and removes what they left.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Runs the application until somebody stops it.</summary>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default) => await _host.RunAsync(cancellationToken);

    /// <inheritdoc cref="RunAsync"/>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        _hangUp.Dispose();
        await ((IAsyncDisposable)_host).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
