using System.Text.Json;

namespace PersonalBudgets.Polyfills.Tests.Aspire;

/// <summary>One run of the scenario for all the tests that read what a project was started with.</summary>
public sealed class EnvironmentRun : IAsyncLifetime
{
    private readonly DirectoryInfo _results = Directory.CreateTempSubdirectory("aspire-environment");

    public IReadOnlyDictionary<string, string> Shop { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Listener { get; private set; } = new Dictionary<string, string>();

    public string Tool { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var results = Path.Combine(_results.FullName, "shop");
        await using var host = SampleHost.Start(
            "environment", results, ("ASPNETCORE_ENVIRONMENT", "Staging"), ("ASPNETCORE_URLS", "http://localhost:1"), ("Parameters__postgres_password", "p w}'/"));
        await host.SeesAsync("^shop +> Finished with exit code 0");
        await host.SeesAsync("^listener +> Finished with exit code 0");
        await host.SeesAsync("^tool +> Finished with exit code 0");
        Shop = Read(results);
        Listener = Read(results + ".listener");
        Tool = await File.ReadAllTextAsync(results + ".tool");
    }

    public ValueTask DisposeAsync()
    {
        _results.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, string> Read(string file) => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!;
}

public sealed class The_environment_of_a_project(EnvironmentRun run) : IClassFixture<EnvironmentRun>
{
    [Fact]
    public void has_the_connection_string_of_a_database_under_its_own_name()
    {
        Assert.Matches("^Host=localhost;Port=[0-9]+;Username=postgres;Password=p w}'/;Database=orders$", run.Shop["ConnectionStrings__orders-db"]);
        Assert.Equal(
            ("localhost", "postgres", "p w}'/", "orders"),
            (run.Shop["ORDERS_DB_HOST"], run.Shop["ORDERS_DB_USERNAME"], run.Shop["ORDERS_DB_PASSWORD"], run.Shop["ORDERS_DB_DATABASENAME"]));
        Assert.Equal($"postgresql://postgres:p%20w%7D%27%2F@localhost:{run.Shop["ORDERS_DB_PORT"]}/orders", run.Shop["ORDERS_DB_URI"]);
        Assert.Equal($"jdbc:postgresql://localhost:{run.Shop["ORDERS_DB_PORT"]}/orders", run.Shop["ORDERS_DB_JDBCCONNECTIONSTRING"]);
    }

    [Fact]
    public void has_a_brokers_connection_string_under_the_name_that_the_reference_gives()
    {
        Assert.Matches("^amqp://guest:[A-Za-z0-9]{22}@localhost:[0-9]+$", run.Shop["ConnectionStrings__bus"]);
        Assert.Equal(run.Shop["ConnectionStrings__bus"], run.Shop["BUS_URI"]);
        Assert.DoesNotContain("ConnectionStrings__broker", run.Shop.Keys);
    }

    [Fact]
    public void has_each_endpoint_of_a_project_that_it_refers_to_twice()
    {
        Assert.Matches("^http://localhost:[0-9]+$", run.Shop["services__catalogue__grpc__0"]);
        Assert.Equal(run.Shop["services__catalogue__grpc__0"], run.Shop["CATALOGUE_GRPC"]);
        Assert.Equal(run.Shop["services__catalogue__http__0"], run.Shop["CATALOGUE_HTTP"]);
        Assert.NotEqual(run.Shop["CATALOGUE_GRPC"], run.Shop["CATALOGUE_HTTP"]);
    }

    [Fact]
    public void has_parameters_texts_and_texts_with_endpoints_in_them()
    {
        Assert.Matches("^[A-Za-z0-9]{40}$", run.Shop["Secret"]);
        Assert.Equal("text", run.Shop["Plain"]);
        Assert.Equal(run.Shop["CATALOGUE_HTTP"] + "/keys", run.Shop["Keys"]);
        Assert.Equal("--catalogue " + run.Shop["CATALOGUE_GRPC"], run.Shop["arguments"]);
    }

    [Fact]
    public void is_that_of_its_launch_profile_and_not_of_the_application_host()
    {
        Assert.Equal(("Development", "Web"), (run.Shop["ASPNETCORE_ENVIRONMENT"], run.Shop["DOTNET_LAUNCH_PROFILE"]));
        Assert.DoesNotContain("ASPNETCORE_URLS", run.Shop.Keys);
        Assert.EndsWith("/tests/AspireSample/Web", run.Shop["folder"], StringComparison.Ordinal);
    }

    [Fact]
    public void has_an_address_for_each_kestrel_endpoint_of_its_settings_unless_they_are_excluded()
    {
        Assert.Matches("^http://127.0.0.1:[0-9]+$", run.Listener["Kestrel__Endpoints__http__Url"]);
        Assert.Matches("^http://127.0.0.1:[0-9]+$", run.Listener["Kestrel__Endpoints__grpc__Url"]);
        Assert.DoesNotContain(run.Shop.Keys, name => name.StartsWith("Kestrel__", StringComparison.Ordinal));
    }

    [Fact]
    public void names_the_service_for_telemetry_but_no_exporter_without_a_dashboard()
    {
        Assert.Equal("shop", run.Shop["OTEL_SERVICE_NAME"]);
        Assert.StartsWith("service.instance.id=", run.Shop["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.DoesNotContain(run.Shop.Keys, name => name.StartsWith("OTEL_EXPORTER_", StringComparison.Ordinal));
    }

    [Fact]
    public void is_not_given_to_an_executable_which_has_its_port_alone()
    {
        Assert.Matches("(?m)^TOOL_PORT=[0-9]+$", run.Tool);
        Assert.DoesNotContain("OTEL_", run.Tool, StringComparison.Ordinal);
        Assert.DoesNotContain("ASPNETCORE_", run.Tool, StringComparison.Ordinal);
    }
}

public sealed class With_a_dashboard
{
    [Fact]
    public async Task a_project_exports_its_telemetry_to_it()
    {
        var results = Directory.CreateTempSubdirectory("aspire-dashboard");
        await using var host = SampleHost.Start(
            "telemetry", Path.Combine(results.FullName, "project"), ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:18889"));
        await host.SeesAsync("^project +> Finished with exit code 0");

        var project = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Path.Combine(results.FullName, "project")))!;

        results.Delete(recursive: true);
        Assert.Equal(("http://localhost:18889", "grpc", "1000"), (project["OTEL_EXPORTER_OTLP_ENDPOINT"], project["OTEL_EXPORTER_OTLP_PROTOCOL"], project["OTEL_BSP_SCHEDULE_DELAY"]));
    }
}
