using System.Net;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    private static readonly HttpClient HealthClient = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Changes an endpoint, or adds it.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true) where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(callback);
        var endpoint = Find(builder.Resource, endpointName);
        if (endpoint is null)
        {
            if (!createIfNotExists)
                return builder;
            endpoint = new EndpointAnnotation("tcp", endpointName);
            builder.WithAnnotation(endpoint);
        }
        callback(endpoint);
        return builder;
    }

    /// <summary>Adds an HTTP endpoint, or changes what is given of one that is there.</summary>
    /// <param name="builder">Who listens.</param>
    /// <param name="port">The port that clients use.</param>
    /// <param name="targetPort">The port that the resource binds.</param>
    /// <param name="name">The endpoint's name, <c>http</c> if null.</param>
    /// <param name="env">The variable that tells the resource which port to bind.</param>
    /// <param name="isProxied">False if clients and resource use the same port in any case.</param>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(name ?? "http", endpoint =>
        {
            endpoint.UriScheme = "http";
            endpoint.Port = port ?? endpoint.Port;
            endpoint.TargetPort = targetPort ?? (isProxied == false ? port : null) ?? endpoint.TargetPort;
            endpoint.PortVariable = env ?? endpoint.PortVariable;
        });

    /// <summary>Marks the HTTP endpoints that the resource has so far as meant for clients outside the application.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme is "http" or "https"))
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>An endpoint for others to refer to.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new EndpointReference(builder.Resource, name);
    }

    /// <summary>Takes the resource for healthy while an HTTP GET has the expected status.</summary>
    /// <param name="builder">What is asked.</param>
    /// <param name="path">The path, <c>/</c> if null.</param>
    /// <param name="statusCode">The status, 200 if null.</param>
    /// <param name="endpointName">Which endpoint; the first of https and http if null.</param>
    /// <exception cref="DistributedApplicationException">The resource has no such endpoint yet.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null) where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] names = endpointName is null ? ["https", "http"] : [endpointName];
        var endpoint = names.Select(name => Find(builder.Resource, name)).FirstOrDefault(found => found is not null)
            ?? throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{builder.Resource.Name}' as no endpoint was found matching one of the specified names: {string.Join(", ", names)}");
        var expected = statusCode ?? 200;
        var key = $"{builder.Resource.Name}_{endpoint.Name}_{path ?? "/"}_{expected}_check";
        return builder.WithAnnotation(new HealthCheckAnnotation(key, async cancellationToken =>
        {
            var url = new Uri(new Uri(endpoint.Allocated(builder.Resource.Name).UriString), path ?? "/");
            using var answer = await HealthClient.GetAsync(url, cancellationToken);
            return answer.StatusCode == (HttpStatusCode)expected;
        }));
    }

    private static EndpointAnnotation? Find(IResource resource, string name) =>
        resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(endpoint => endpoint.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
