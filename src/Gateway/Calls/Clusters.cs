using System.Collections.Concurrent;
using PersonalBudgets.ServiceDefaults;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>The services behind the gateway, by name; their addresses come from the settings <c>services:NAME:grpc:N</c>.</summary>
public sealed class Clusters(ServiceAddresses addresses, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Cluster> _clusters = new(StringComparer.Ordinal);

    public Cluster Of(string name) => _clusters.GetOrAdd(name, key => new Cluster(key, addresses.All(key), time));
}
