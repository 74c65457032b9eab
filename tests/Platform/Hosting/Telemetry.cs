using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PersonalBudgets.ServiceDefaults;

namespace PersonalBudgets.Platform.Tests.Hosting;

public sealed class Telemetry
{
    [Fact]
    public async Task leaves_for_the_collector_before_the_process_ends()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollectorAsync(received);
        using var source = new ActivitySource("PersonalBudgets.Tests");

        await using (var app = Build(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "payments")))
        {
            await app.StartAsync();
            using (source.StartActivity("plan.approved"))
                app.Logger.LogWarning("Approved {Count}", 1);
            await app.StopAsync();
        }

        Assert.Contains("plan.approved", received["/v1/traces"]);
        Assert.Contains("payments", received["/v1/traces"]);
        Assert.Contains("Approved 1", received["/v1/logs"]);
        Assert.True(received.ContainsKey("/v1/metrics"));
    }

    [Fact]
    public async Task is_not_waited_for_where_nobody_collects_it()
    {
        var watch = Stopwatch.StartNew();

        await using (var app = Build())
        {
            await app.StartAsync();
            await app.StopAsync();
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    private static WebApplication Build(params IEnumerable<(string Name, string Value)> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        return builder.Build().MapServiceDefaults();
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.AddOrUpdate(request.Path, _ => Encoding.UTF8.GetString(body.ToArray()), (_, earlier) => earlier + Encoding.UTF8.GetString(body.ToArray()));
        });
        await app.StartAsync();
        return app;
    }
}
