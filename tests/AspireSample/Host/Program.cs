// Each scenario is what one class of tests looks at from outside: the scenario's name, then a file or folder for its results.
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = args[2..],
    DisableDashboard = Environment.GetEnvironmentVariable("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL") is null,
    EnableResourceLogging = true,
});
var results = args[1];

switch (args[0])
{
    case "environment":
        var secret = builder.AddParameter("shared-secret", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true);
        var database = builder.AddPostgres("postgres").WithImageTag("15").AddDatabase("orders-db", "orders");
        var broker = builder.AddRabbitMQ("broker").WithImageTag("3.10-management");
        var catalogue = builder.AddProject<Projects.AspireSample_Web>("catalogue").WithHttpHealthCheck("/health", endpointName: "http");
        builder.AddProject<Projects.AspireSample_Web>("shop", options => options.ExcludeKestrelEndpoints = true)
            .WithArgs("environment", results, "--catalogue", catalogue.GetEndpoint("grpc"))
            .WithReference(database).WithReference(broker, "bus")
            .WithReference(catalogue)
            .WithEnvironment("Secret", secret)
            .WithEnvironment("Keys", $"{catalogue.GetEndpoint("http")}/keys")
            .WithEnvironment("Plain", "text")
            .WaitFor(database).WaitFor(broker).WaitFor(catalogue);
        builder.AddProject<Projects.AspireSample_Web>("listener").WithArgs("environment", results + ".listener");
        builder.AddExecutable("tool", "sh", ".", "-c", "echo \"port $TOOL_PORT\"; env >\"$0\"", results + ".tool").WithHttpEndpoint(env: "TOOL_PORT");
        break;

    case "telemetry":
        builder.AddProject<Projects.AspireSample_Web>("project").WithArgs("environment", results);
        break;

    case "waiting":
        var first = builder.AddProject<Projects.AspireSample_Web>("first", options => options.ExcludeKestrelEndpoints = true).WithArgs("exit", "0");
        var bad = builder.AddProject<Projects.AspireSample_Web>("bad", options => options.ExcludeKestrelEndpoints = true).WithArgs("exit", "3");
        var server = builder.AddProject<Projects.AspireSample_Web>("server").WithArgs("sick", "2").WithHttpHealthCheck("/health", endpointName: "http").WaitForCompletion(first);
        builder.AddExecutable("after-server", "touch", results, "after-server").WaitFor(server);
        builder.AddExecutable("after-start", "touch", results, "after-start").WaitForStart(server);
        builder.AddExecutable("after-bad", "touch", results, "after-bad").WaitForCompletion(bad);
        builder.AddExecutable("after-three", "touch", results, "after-three").WaitForCompletion(bad, exitCode: 3);
        var never = builder.AddExecutable("never", "no-such-program", results).WaitForCompletion(first);
        builder.AddExecutable("after-never", "touch", results, "after-never").WaitFor(never);
        break;

    case "servers":
        builder.AddPostgres("postgres").AddDatabase("orders-db");
        builder.AddRabbitMQ("broker");
        builder.AddProject<Projects.AspireSample_Web>("web").WithHttpHealthCheck("/health", endpointName: "http");
        break;

    case "replicas":
        builder.AddProject<Projects.AspireSample_Web>("web").WithReplicas(3).WithHttpHealthCheck("/health", endpointName: "http");
        break;

    default:
        throw new ArgumentException($"There is no scenario {args[0]}.");
}

await builder.Build().RunAsync();
