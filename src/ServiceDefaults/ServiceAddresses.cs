using Microsoft.Extensions.Configuration;

namespace PersonalBudgets.ServiceDefaults;

/// <summary>Where the other services listen, as Aspire, Compose or Kubernetes say it: settings <c>services:NAME:ENDPOINT:INDEX</c>.</summary>
public sealed class ServiceAddresses(IConfiguration settings)
{
    /// <summary>The first address of a service's endpoint.</summary>
    /// <exception cref="InvalidOperationException">The settings name no address: a fault of deployment that says what to set.</exception>
    public Uri Of(string service, string endpoint = "grpc") =>
        All(service, endpoint) is [var first, ..]
            ? first
            : throw new InvalidOperationException(
                $"No address of service '{service}': set services__{service}__{endpoint}__0, for example http://{service}:8081.");

    /// <summary>All addresses of a service's endpoint, in the settings' order; empty where the settings name none.</summary>
    public IReadOnlyList<Uri> All(string service, string endpoint = "grpc") =>
        [.. settings.GetSection($"services:{service}:{endpoint}").GetChildren()
            .OrderBy(child => int.TryParse(child.Key, out var index) ? index : int.MaxValue)
            .Select(child => child.Value)
            .Where(value => !string.IsNullOrWhiteSpace(value))
            .Select(value => new Uri(value!, UriKind.Absolute))];
}
