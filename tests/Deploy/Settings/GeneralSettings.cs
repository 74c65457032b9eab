namespace PersonalBudgets.Deploy.Tests.Settings;

/// <summary>The variables that no settings class holds: addresses, endpoints, and what .NET and OpenTelemetry read themselves.</summary>
internal static class GeneralSettings
{
    private static readonly string[] Services = ["assessment", "allocation", "plans", "payments"];
    private static readonly string[] Everyone = [.. Services, "gateway"];

    public static IEnumerable<SettingsGroup> All =>
    [
        new("ConnectionStrings", "Where a service's database and the broker are.", Services,
        [
            .. Services.Select(service => new Setting(
                $"ConnectionStrings__{service}-db", "text", "none", "required", true, $"PostgreSQL, for Npgsql: `Host=...;Username=...;Password=...;Database={service}-db`.", [service])),
            new("ConnectionStrings__broker", "address", "none", "required", true, "RabbitMQ: `amqp://user:password@host:5672/vhost`, or `amqps`."),
        ]),
        new("services", "Where other services listen: `http://NAME:8080`, or `https`. The gateway uses several addresses of one service in turn, a service the first.",
            ["allocation", "plans", "gateway"],
        [
            new("services__assessment__grpc__N", "address", "none", "needed to reach it", false, "gRPC of assessment.", ["allocation", "payments", "gateway"]),
            new("services__allocation__grpc__N", "address", "none", "needed to reach it", false, "gRPC of allocation.", ["plans", "gateway"]),
            new("services__plans__grpc__N", "address", "none", "needed to reach it", false, "gRPC of plans.", ["gateway"]),
            new("services__payments__grpc__N", "address", "none", "needed to reach it", false, "gRPC of payments.", ["gateway"]),
        ]),
        new("Kestrel", "Where it listens. With TLS: `https://*:8080` and a certificate by `Kestrel__Certificates__Default__Path` and `__KeyPath`.", Everyone,
        [
            new("Kestrel__Endpoints__grpc__Url", "address", "`http://*:8080`", "", false, "gRPC, HTTP/2 alone."),
            new("Kestrel__Endpoints__http__Url", "address", "`http://*:8081`", "", false, "`/health` and `/alive`, at the gateway REST as well; HTTP/1.1 alone."),
            new("Kestrel__Certificates__Default__Path", "path", "none", "needed with `https`", false, "The certificate in PEM form."),
            new("Kestrel__Certificates__Default__KeyPath", "path", "none", "needed with `https`", false, "Its key in PEM form."),
        ]),
        new("OTEL", "Telemetry, as OpenTelemetry names it; without an endpoint none leaves.", Everyone,
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", "address", "none", "", false, "Where traces, metrics and logs go by OTLP."),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "`grpc` or `http/protobuf`", "`grpc`", "", false, "How they go."),
            new("OTEL_EXPORTER_OTLP_HEADERS", "text", "none", "", true, "What the collector wants to see: `name=value,name=value`."),
            new("OTEL_SERVICE_NAME", "text", "the program's name", "", false, "The process's name in telemetry."),
            new("OTEL_RESOURCE_ATTRIBUTES", "text", "none", "", false, "Further attributes of all telemetry: `name=value,name=value`."),
            new("OTEL_TRACES_SAMPLER", "text", "`parentbased_always_on`", "", false, "Which traces are kept."),
            new("OTEL_TRACES_SAMPLER_ARG", "text", "none", "", false, "Its argument, such as a ratio."),
            new("OTEL_SDK_DISABLED", "`true` or `false`", "`false`", "", false, "Sends nothing whatever else is set."),
        ]),
        new(".NET", "What ASP.NET Core reads itself.", Everyone,
        [
            new("ASPNETCORE_ENVIRONMENT", "text", "`Production`", "", false, "`Development` gives readable logs, gRPC reflection and, at the gateway, the development issuer: for trials alone."),
            new("Logging__LogLevel__Default", "text", "`Information`", "", false, "The least level that is logged; `Logging__LogLevel__CATEGORY` for one category."),
        ]),
    ];
}
