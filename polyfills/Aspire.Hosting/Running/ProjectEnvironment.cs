using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Running;

/// <summary>The variables that every project gets.</summary>
internal sealed class ProjectEnvironment(IConfiguration configuration, IResource resource, int replica)
{
    public void AddTo(Dictionary<string, object> variables)
    {
        var profile = resource.Annotations.OfType<LaunchProfileAnnotation>().SingleOrDefault();
        AddTelemetry(variables, profile?.IsDevelopment ?? false);
        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";

        var urls = new List<string>();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.PortVariable is null))
        {
            var url = $"{endpoint.UriScheme}://{endpoint.TargetHost}:{endpoint.TargetPorts[replica]}";
            if (endpoint.IsFromKestrel)
                variables[$"Kestrel__Endpoints__{endpoint.Name}__Url"] = url;
            else if (endpoint.UriScheme is "http" or "https")
                urls.Add(url);
        }
        if (urls.Count > 0)
            variables["ASPNETCORE_URLS"] = string.Join(';', urls);

        if (profile is null)
            return;
        variables["DOTNET_LAUNCH_PROFILE"] = profile.Name;
        foreach (var (name, value) in profile.EnvironmentVariables)
            variables.TryAdd(name, value);
    }

    private void AddTelemetry(Dictionary<string, object> variables, bool isDevelopment)
    {
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        variables["OTEL_SERVICE_NAME"] = resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Guid.NewGuid():N}"[..38];
        if (isDevelopment)
        {
            variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
            variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
        }

        // Without a dashboard nobody would take what is exported, and every process would say so again and again.
        var (address, protocol) = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] is { Length: > 0 } grpc
            ? (grpc, "grpc")
            : (configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"], "http/protobuf");
        if (string.IsNullOrEmpty(address))
            return;
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
        if (!isDevelopment)
            return;
        foreach (var delay in (string[])["OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BSP_SCHEDULE_DELAY", "OTEL_METRIC_EXPORT_INTERVAL"])
            variables[delay] = "1000";
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
    }
}
