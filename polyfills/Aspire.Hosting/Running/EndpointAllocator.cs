using Aspire.Hosting.ApplicationModel;
using NativeServers;

namespace Aspire.Hosting.Running;

/// <summary>Gives every endpoint its ports before anything starts, so that resources can refer to each other in circles.</summary>
internal static class EndpointAllocator
{
    /// <returns>The proxies that stand before the endpoints which several processes share, or which are to be found at another port than they bind.</returns>
    public static IReadOnlyList<TcpProxy> Allocate(IEnumerable<IResource> resources)
    {
        var proxies = new List<TcpProxy>();
        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                // A container's own port is a matter of its image: a native server binds the public one.
                var bound = resource is ContainerResource ? null : endpoint.TargetPort;
                var replicas = ResourceIds.Replicas(resource);
                var port = endpoint.Port ?? (replicas == 1 ? bound : null) ?? FreePorts.Next();
                var isProxied = replicas > 1 || (bound is not null && bound != port);
                endpoint.TargetPorts = [.. Enumerable.Range(0, replicas).Select(_ => isProxied ? bound ?? FreePorts.Next() : port)];
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port, $"{endpoint.TargetPorts[0]}");
                if (isProxied)
                    proxies.Add(new TcpProxy(port, endpoint.TargetPorts));
            }
        }
        return proxies;
    }
}

/// <summary>What the replicas of a resource are called.</summary>
internal static class ResourceIds
{
    public static int Replicas(IResource resource) => resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    public static string Of(IResource resource, int replica) => Replicas(resource) == 1 ? resource.Name : $"{resource.Name}-{replica + 1}";
}
