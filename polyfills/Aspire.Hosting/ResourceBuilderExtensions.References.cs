using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Gives the resource another one's connection string, as <c>ConnectionStrings__NAME</c>, and its parts, as <c>NAME_PART</c>.</summary>
    /// <param name="builder">Who gets them.</param>
    /// <param name="source">What they lead to.</param>
    /// <param name="connectionName">The name to use instead of the other resource's.</param>
    /// <param name="optional">Whether it may have none.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false) where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithEnvironment(async context =>
        {
            var value = await resource.GetConnectionStringAsync(context.CancellationToken);
            if (string.IsNullOrEmpty(value))
            {
                if (optional)
                    return;
                throw new DistributedApplicationException($"The connection string for the resource '{resource.Name}' is not available.");
            }
            context.EnvironmentVariables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] = value;
            var prefix = name.Length == 0 ? "" : EnvironmentNames.Encode(name).ToUpperInvariant() + "_";
            foreach (var (property, expression) in resource.GetConnectionProperties())
                context.EnvironmentVariables[prefix + property.ToUpperInvariant()] = expression;
        });
    }

    /// <summary>Tells the resource where to find all the endpoints of a project: <c>services__NAME__ENDPOINT__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source) where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        var resource = source.Resource;
        return builder.WithEnvironment(context =>
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => !endpoint.ExcludeReferenceEndpoint))
                AddReference(context, new EndpointReference(resource, endpoint.Name));
        });
    }

    /// <summary>Tells the resource where to find one endpoint of another: <c>services__NAME__ENDPOINT__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference) where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => AddReference(context, endpointReference));

    private static void AddReference(EnvironmentCallbackContext context, EndpointReference endpoint)
    {
        // The official package takes the scheme for the endpoints that are named after one, the name for all others.
        var isScheme = endpoint.EndpointName is "http" or "https";
        var key = $"services__{endpoint.Resource.Name}__{(isScheme ? endpoint.Scheme : endpoint.EndpointName)}__";
        var index = 0;
        while (context.EnvironmentVariables.ContainsKey(key + index))
            index++;
        context.EnvironmentVariables[key + index] = endpoint;
        var variable = $"{EnvironmentNames.Encode(endpoint.Resource.Name)}_{EnvironmentNames.Encode(endpoint.EndpointName)}".ToUpperInvariant();
        context.EnvironmentVariables[variable] = endpoint;
    }
}

internal static class EnvironmentNames
{
    /// <summary>With a low line for every sign that a variable's name cannot have, and before a digit at its start.</summary>
    public static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_' ? sign : '_'));
        return char.IsAsciiDigit(encoded[0]) ? "_" + encoded : encoded;
    }
}
