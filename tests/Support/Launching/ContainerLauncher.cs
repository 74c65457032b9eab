using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace PersonalBudgets.Tests.Support.Launching;

/// <summary>Starts servers in containers.</summary>
internal static class Launcher
{
    public static async Task<TestServer> StartPostgresAsync(bool isDurable)
    {
        string[] settings = ["-c", "max_connections=300", .. isDurable ? (string[])[] : ["-c", "fsync=off", "-c", "full_page_writes=off"]];
        // A port that Docker chose would be another one after a restart.
        var container = new PostgreSqlBuilder("postgres:15").WithPortBinding(FreePorts.Next(), 5432).WithCommand(settings).Build();
        await container.StartAsync();
        return new Container(container, container.GetConnectionString(), null);
    }

    public static async Task<TestServer> StartBrokerAsync()
    {
        var management = FreePorts.Next();
        var container = new RabbitMqBuilder("rabbitmq:3.10-management").WithPortBinding(FreePorts.Next(), 5672).WithPortBinding(management, 15672).Build();
        await container.StartAsync();
        return new Container(container, container.GetConnectionString().TrimEnd('/'), new Uri($"http://127.0.0.1:{management}"));
    }

    private sealed class Container(DockerContainer container, string connectionString, Uri? management) : TestServer
    {
        public override string ConnectionString => connectionString;

        public override Uri Management => management ?? base.Management;

        public override Task KillAsync() => container.StopAsync();

        public override Task RestartAsync() => container.StartAsync();

        public override ValueTask DisposeAsync() => container.DisposeAsync();
    }
}
