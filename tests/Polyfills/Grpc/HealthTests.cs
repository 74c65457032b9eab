using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

public sealed class The_health_service : IAsyncLifetime
{
    private HealthStatus _database = HealthStatus.Healthy;
    private EchoServer _server = null!;

    private Health.HealthClient Client => new(_server.Channel);

    public async ValueTask InitializeAsync() => _server = await EchoServer.StartAsync(
        services: services =>
        {
            services.AddGrpcHealthChecks(options =>
                {
                    options.Services.Map("payments", check => check.Tags.Contains("ready"));
                    options.Services.Map("nothing", _ => false);
                })
                .AddCheck("database", () => new HealthCheckResult(_database), ["ready"]);
            services.Configure<HealthCheckPublisherOptions>(options =>
            {
                options.Delay = TimeSpan.Zero;
                options.Period = TimeSpan.FromSeconds(1);
            });
        },
        map: app => app.MapGrpcHealthChecksService());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("", HealthStatus.Healthy, ServingStatus.Serving)]
    [InlineData("payments", HealthStatus.Healthy, ServingStatus.Serving)]
    [InlineData("payments", HealthStatus.Degraded, ServingStatus.Serving)]
    [InlineData("payments", HealthStatus.Unhealthy, ServingStatus.NotServing)]
    [InlineData("", HealthStatus.Unhealthy, ServingStatus.NotServing)]
    [InlineData("nothing", HealthStatus.Healthy, ServingStatus.Unknown)]
    public async Task says_what_the_checks_of_a_service_say(string service, HealthStatus database, ServingStatus expected)
    {
        _database = database;

        var answer = await Client.CheckAsync(new HealthCheckRequest { Service = service });

        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task does_not_find_an_unknown_service()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Client.CheckAsync(new HealthCheckRequest { Service = "unheard" }).ResponseAsync);

        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
    }

    [Fact]
    public async Task tells_watchers_of_a_change_and_of_the_end()
    {
        using var call = Client.Watch(new HealthCheckRequest { Service = "payments" }, deadline: DateTime.UtcNow.AddSeconds(20));
        var seen = call.ResponseStream;

        Assert.True(await seen.MoveNext());
        Assert.Equal(ServingStatus.Serving, seen.Current.Status);

        _database = HealthStatus.Unhealthy;
        Assert.True(await seen.MoveNext());
        Assert.Equal(ServingStatus.NotServing, seen.Current.Status);

        _database = HealthStatus.Healthy;
        Assert.True(await seen.MoveNext());
        Assert.Equal(ServingStatus.Serving, seen.Current.Status);

        var stopping = _server.StopAsync();
        Assert.True(await seen.MoveNext());
        Assert.Equal(ServingStatus.NotServing, seen.Current.Status);
        Assert.False(await seen.MoveNext());
        await stopping;
    }

    [Fact]
    public async Task lets_an_unknown_service_be_watched()
    {
        using var call = Client.Watch(new HealthCheckRequest { Service = "unheard" });

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(ServingStatus.ServiceUnknown, call.ResponseStream.Current.Status);
    }
}
