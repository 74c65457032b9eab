using System.Net.Sockets;

namespace NativeServers;

/// <summary>A RabbitMQ broker from the machine's packages, with an Erlang port mapper of its own.</summary>
public sealed class NativeRabbitMq : NativeServer
{
    private readonly int _distributionPort = FreePorts.Next();
    private readonly int _mapperPort = FreePorts.Next();
    private readonly int _managementPort = FreePorts.Next();

    private NativeRabbitMq(RunFolder folder, NativeServerOptions options) : base(folder, options, "rabbitmq") { }

    /// <summary>Starts the broker.</summary>
    /// <exception cref="InvalidOperationException">RabbitMQ is not installed, or did not get ready; the message says which.</exception>
    public static async Task<NativeRabbitMq> StartAsync(RunFolder folder, NativeServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var server = new NativeRabbitMq(folder, options);
        server.Configure();
        await server.LaunchAsync(cancellationToken);
        return server;
    }

    /// <summary>The broker's address with its user: <c>amqp://user:password@host:port</c>.</summary>
    public string ConnectionString => $"amqp://{Options.UserName}:{Uri.EscapeDataString(Options.Password)}@127.0.0.1:{Port}";

    /// <summary>The address of the HTTP API.</summary>
    /// <exception cref="InvalidOperationException">It was not asked for.</exception>
    public Uri Management => Options.HasManagement
        ? new Uri($"http://127.0.0.1:{_managementPort}")
        : throw new InvalidOperationException("The broker was started without its HTTP API.");

    private protected override GuardedCommand Command
    {
        get
        {
            var environment = Packages.Environment();
            foreach (var name in environment.Keys.Where(name => name.StartsWith("RABBITMQ_", StringComparison.Ordinal)).ToList())
                environment.Remove(name);
            foreach (var (name, value) in Settings())
                environment[name] = value;
            // A mapper in the foreground belongs to the group; the one that the broker would start is a daemon that stays behind.
            // It outlives a SIGTERM, since the broker looks for it until its own end.
            const string Script = """
                (trap '' TERM; exec "$1" -port "$ERL_EPMD_PORT" -address 127.0.0.1 >/dev/null) &
                until "$1" -port "$ERL_EPMD_PORT" -names >/dev/null 2>&1; do sleep 0.05; done
                exec "$2"
                """;
            return new("sh", "-c", Script, "rabbitmq", Packages.Epmd(), Packages.RabbitMq())
            {
                Environment = environment,
                WorkingDirectory = DataFolder,
                // An orderly end takes seconds, and while it starts the broker does not listen at all.
                StopSignal = Options.DataFolder is null ? "KILL" : "TERM",
            };
        }
    }

    /// <remarks>The listener opens last. Nothing is said to it: the broker would warn of a client that left without a word of farewell.</remarks>
    private protected override async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private string At(string name) => Path.Combine(DataFolder, name);

    private void Configure()
    {
        Directory.CreateDirectory(DataFolder);
        File.WriteAllText(At("enabled_plugins"), Options.HasManagement ? "[rabbitmq_management]." : "[].");
        using var settings = new FileStream(At("rabbitmq.conf"), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(settings);
        writer.Write($"""
            listeners.tcp.local = 127.0.0.1:{Port}
            default_user = {Options.UserName}
            default_pass = {Options.Password}
            disk_free_limit.absolute = 50MB

            """);
        if (Options.HasManagement)
        {
            writer.Write($"""
                management.tcp.ip = 127.0.0.1
                management.tcp.port = {_managementPort}

                """);
        }
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["HOME"] = DataFolder,
        // Makes the script become the broker instead of waiting for it: the group's signals reach the broker alone, and its exit code us.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["RABBITMQ_NODENAME"] = "broker@localhost",
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["ERL_EPMD_PORT"] = $"{_mapperPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        // Also for the helper that the broker starts to have a mapper.
        ["ERL_FLAGS"] = "-start_epmd false",
        ["RABBITMQ_CONF_ENV_FILE"] = At("none"),
        ["RABBITMQ_CONFIG_FILE"] = At("rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = At("enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = At("data"),
        ["RABBITMQ_LOG_BASE"] = At("logs"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_LOG"] = "warning",
        ["RABBITMQ_PID_FILE"] = At("broker.pid"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = At("config"),
        ["ERL_CRASH_DUMP_SECONDS"] = "0",
    };
}
