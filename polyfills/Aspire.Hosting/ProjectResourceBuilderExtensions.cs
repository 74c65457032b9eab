using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>A resource that others find by its name.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>A project that the application host refers to; the build makes a class for each.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Whether it is built already.</summary>
    bool SuppressBuild => false;
}

/// <summary>What is taken from the project's own files.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile; the first that starts the project if null.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether to take no launch profile.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Whether to leave out the endpoints of the project's Kestrel settings.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}

/// <summary>Adds projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project with the endpoints that its settings declare and the variables of its launch profile.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, static _ => { });

    /// <inheritdoc cref="AddProject{TProject}(IDistributedApplicationBuilder, string)"/>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure) where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ProjectResourceOptions();
        configure(options);
        var metadata = new TProject();
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation<IProjectMetadata>(metadata);

        var folder = Path.GetDirectoryName(metadata.ProjectPath)!;
        var profile = options.ExcludeLaunchProfile ? null : LaunchProfileAnnotation.Read(folder, options.LaunchProfileName);
        if (profile is not null)
            project.WithAnnotation(profile);
        if (!options.ExcludeKestrelEndpoints)
            AddKestrelEndpoints(project, folder, profile?.Environment ?? builder.Environment.EnvironmentName);
        return project;
    }

    /// <summary>Runs several processes of the project behind each of its endpoints.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static void AddKestrelEndpoints(IResourceBuilder<ProjectResource> project, string folder, string environment)
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder, $"appsettings.{environment}.json"), optional: true)
            .Build();
        var protocols = settings["Kestrel:EndpointDefaults:Protocols"];
        foreach (var section in settings.GetSection("Kestrel:Endpoints").GetChildren())
        {
            // A URL for Kestrel may have a star for its host, which no URI has.
            if (!Uri.TryCreate(section["Url"]?.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal), UriKind.Absolute, out var url))
                continue;
            project.WithAnnotation(new EndpointAnnotation(url.Scheme, section.Key)
            {
                IsFromKestrel = true,
                TargetHost = url.Host,
                Port = url.Port == 0 ? null : url.Port,
                Transport = (section["Protocols"] ?? protocols) == "Http2" ? "http2" : "http",
            });
        }
    }
}
