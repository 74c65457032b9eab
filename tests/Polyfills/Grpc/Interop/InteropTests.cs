using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Interop;

/// <summary>Servers of the other languages, one each for all cases.</summary>
public sealed class ForeignServers : IAsyncLifetime
{
    private readonly List<ForeignProcess> _processes = [];
    private readonly Dictionary<string, GrpcChannel> _channels = [];

    public GrpcChannel this[string language] => _channels[language];

    public async ValueTask InitializeAsync()
    {
        foreach (var language in new[] { "node", "python" })
        {
            var server = await ForeignProcess.StartAsync(language, "server");
            _processes.Add(server);
            _channels[language] = GrpcChannel.ForAddress("http://127.0.0.1:" + await server.ReadLineAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}

/// <summary>What the clients of the other languages said of each case against our server.</summary>
public sealed class ForeignClients : IAsyncLifetime
{
    private readonly Dictionary<(string Language, string Case), string?> _results = [];
    private readonly Dictionary<string, string> _outputs = [];

    public async ValueTask InitializeAsync()
    {
        await using var server = await EchoServer.StartAsync(
            services: services =>
            {
                services.AddGrpcHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy());
                services.AddGrpcReflection();
            },
            map: app =>
            {
                app.MapGrpcService<InteropService>();
                app.MapGrpcHealthChecksService();
                app.MapGrpcReflectionService();
            });
        foreach (var language in new[] { "node", "python" })
        {
            await using var client = await ForeignProcess.StartAsync(language, "client", new Uri(server.Address).Authority);
            _outputs[language] = (await client.EndAsync(TimeSpan.FromMinutes(1))).Output;
            foreach (var line in _outputs[language].Split('\n').Where(line => line.StartsWith('{')))
            {
                var result = JsonDocument.Parse(line).RootElement;
                _results[(language, result.GetProperty("case").GetString()!)] = result.GetProperty("error").GetString();
            }
        }
    }

    public void AssertPassed(string language, string name)
    {
        Assert.True(_results.TryGetValue((language, name), out var error), $"The client did not play this case:\n{_outputs[language]}");
        Assert.True(error is null, error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class Our_client(ForeignServers servers) : IClassFixture<ForeignServers>
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var name in InteropCases.All.Keys)
                foreach (var language in new[] { "node", "python" })
                    cases.Add(name, language);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task gets_on_with_servers_in_other_languages(string name, string language) => InteropCases.All[name](servers[language]);
}

public sealed class Our_server(ForeignClients clients) : IClassFixture<ForeignClients>
{
    [Theory]
    [MemberData(nameof(Our_client.Cases), MemberType = typeof(Our_client))]
    [InlineData("health", "node")]
    [InlineData("reflection", "node")]
    public void gets_on_with_clients_in_other_languages(string name, string language) => clients.AssertPassed(language, name);
}

public sealed class Our_client_and_our_server
{
    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task get_on_with_each_other(string? encoding)
    {
        await using var server = await EchoServer.StartAsync(
            grpc => grpc.ResponseCompressionAlgorithm = encoding, map: app => app.MapGrpcService<InteropService>());

        foreach (var play in InteropCases.All.Values)
            await play(server.Channel);
    }
}
