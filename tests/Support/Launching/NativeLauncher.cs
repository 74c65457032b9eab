using NativeServers;

namespace PersonalBudgets.Tests.Support.Launching;

/// <summary>Starts servers of this machine's packages.</summary>
internal static class Launcher
{
    private static readonly Lazy<Task<RunFolder>> Folder = new(() => RunFolder.CreateAsync("suite-tests"));

    public static async Task<TestServer> StartPostgresAsync(bool isDurable) =>
        new NativePostgresServer(await NativePostgres.StartAsync(await Folder.Value, new NativeServerOptions
        {
            UserName = "postgres",
            Password = "tests",
            IsDurable = isDurable,
        }));

    public static async Task<TestServer> StartBrokerAsync() =>
        new NativeBroker(await NativeRabbitMq.StartAsync(await Folder.Value, new NativeServerOptions
        {
            UserName = "guest",
            Password = "tests",
            HasManagement = true,
        }));

    private sealed class NativePostgresServer(NativePostgres server) : TestServer
    {
        public override string ConnectionString => server.ConnectionString("postgres");

        public override Task KillAsync() => server.KillAsync();

        public override Task RestartAsync() => server.RestartAsync();

        public override ValueTask DisposeAsync() => server.DisposeAsync();
    }

    private sealed class NativeBroker(NativeRabbitMq server) : TestServer
    {
        public override string ConnectionString => server.ConnectionString;

        public override Uri Management => server.Management;

        public override Task KillAsync() => server.KillAsync();

        public override Task RestartAsync() => server.RestartAsync();

        public override ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
