using Microsoft.AspNetCore.Http.Metadata;

namespace PersonalBudgets.Gateway.Routes;

/// <summary>A route by the name that telemetry may know: its template.</summary>
internal static class RouteEndpoint
{
    public static Endpoint Of(string template) => new(null, new EndpointMetadataCollection(new Template(template)), template);

    private sealed record Template(string Route) : IRouteDiagnosticsMetadata;
}
