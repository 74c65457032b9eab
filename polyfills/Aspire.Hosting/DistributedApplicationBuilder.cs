using System.Collections.ObjectModel;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Says what an application is made of.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>The settings of the application host itself.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the application host's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>The application host.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>Where it runs.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>The services of the application host itself.</summary>
    IServiceCollection Services { get; }

    /// <summary>What the application is started for.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>What was added so far.</summary>
    IResourceCollection Resources { get; }

    /// <summary>The application host's files.</summary>
    IFileSystemService FileSystemService { get; }

    /// <summary>Adds a resource.</summary>
    /// <exception cref="DistributedApplicationException">There is one of that name.</exception>
    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    /// <summary>A builder for a resource, without adding it.</summary>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    /// <summary>The application, ready to start.</summary>
    DistributedApplication Build();
}

/// <summary>How the application host itself is to behave.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>Its command line, which is also a source of its settings.</summary>
    public string[]? Args { get; set; }

    /// <summary>Whether to do without a dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether each line that a resource writes is shown with the resource's name.</summary>
    public bool EnableResourceLogging { get; set; }
}

/// <summary>What an application host is started for.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>To run the application here.</summary>
    Run,

    /// <summary>To describe it for a deployment: the official package alone can.</summary>
    Publish,
}

/// <summary>What an application host is started for.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    /// <summary>The operation.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Whether the application runs here.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether it is described for a deployment.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;
}

/// <summary>The application is described or started in a way that cannot work.</summary>
public class DistributedApplicationException : Exception
{
    /// <param name="message">What is wrong.</param>
    public DistributedApplicationException(string message) : base(message) { }

    /// <param name="message">What is wrong.</param>
    /// <param name="inner">Why.</param>
    public DistributedApplicationException(string message, Exception inner) : base(message, inner) { }
}

internal sealed class NativeApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationOptions _options;
    private readonly ResourceCollection _resources = [];
    private readonly RunFolderFileSystem _files = new();

    public NativeApplicationBuilder(DistributedApplicationOptions options)
    {
        _options = options;
        AppHostAssembly = Assembly.GetEntryAssembly();
        var project = AppHostAssembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "apphostprojectpath")?.Value;
        AppHostDirectory = Directory.Exists(project) ? project : Directory.GetCurrentDirectory();
        _host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = options.Args, ContentRootPath = AppHostDirectory });
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(DistributedApplicationOperation.Run);

    public IResourceCollection Resources => _resources;

    public IFileSystemService FileSystemService => _files;

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (_resources.Any(other => other.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because a resource with that name already exists. Resource names are case-insensitive.");
        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        Services.AddSingleton(services => new ResourceNotificationService(services.GetRequiredService<IHostApplicationLifetime>()));
        Services.AddSingleton<IResourceCollection>(_resources);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(_files);
        Services.AddSingleton(new ResourceConsole(_options.EnableResourceLogging, _resources));
        Services.AddHostedService<Orchestrator>();
        // A service drains for up to 25 s.
        Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));
        return new DistributedApplication(_host.Build());
    }

    private sealed class ResourceCollection : Collection<IResource>, IResourceCollection;
}
