namespace NativeServers;

/// <summary>A PostgreSQL server from the machine's packages.</summary>
public sealed class NativePostgres : NativeServer
{
    // The superuser of Debian's package; PostgreSQL refuses to run as root.
    private static readonly string[] AsServerUser =
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : [];

    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NativePostgres(RunFolder folder, NativeServerOptions options) : base(folder, options, "postgres") { }

    /// <summary>Makes the cluster, unless the data folder has one, and starts the server.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not get ready; the message says which.</exception>
    public static async Task<NativePostgres> StartAsync(RunFolder folder, NativeServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var server = new NativePostgres(folder, options);
        if (!File.Exists(Path.Combine(server.DataFolder, "PG_VERSION")))
            await server.InitialiseAsync(cancellationToken);
        await server.LaunchAsync(cancellationToken);
        return server;
    }

    /// <summary>For Npgsql: this server's database of this name.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={Options.UserName};Password='{Options.Password.Replace("'", "''", StringComparison.Ordinal)}';Database={database}";

    private protected override GuardedCommand Command
    {
        get
        {
            _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
            string[] settings =
            [
                "listen_addresses=127.0.0.1", $"port={Port}", "unix_socket_directories=",
                "max_connections=300", "shared_buffers=256MB", "max_wal_size=2GB", "timezone=UTC", "lc_messages=C", "log_checkpoints=off",
                // An error's text, detail and statement quote the values of rows, NHS numbers among them.
                "log_min_messages=log", "log_error_verbosity=terse", "log_min_error_statement=panic",
                .. Options.IsDurable ? (string[])[] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            ];
            return new([.. AsServerUser, Packages.Postgres("postgres"), "-D", DataFolder, .. settings.SelectMany(setting => (string[])["-c", setting])])
            {
                // Either ends at once what its clients do; a checkpoint is worth its time only if somebody keeps the data.
                StopSignal = Options.DataFolder is null ? "QUIT" : "INT",
            };
        }
    }

    private protected override Task ReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    private protected override void OnOutput(string line)
    {
        base.OnOutput(line);
        if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    private async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        var passwordFile = Path.Combine(RunFolderPath, $"postgres-{Port}.password");
        // Made beside the folder and then moved: a cluster that was left half made is never taken for a whole one.
        const string Script = """
            data=$1 password=$2
            shift 2
            mkdir -p "$(dirname "$data")" && rm -rf "$data.making" && mkdir -m 700 "$data.making" || exit 1
            (umask 077 && printf '%s\n' "$CLUSTER_PASSWORD" >"$password") || exit 1
            if [ "$(id -u)" = 0 ]; then
                chown postgres "$data.making" "$password" || exit 1
                setpriv --reuid=postgres --regid=postgres --init-groups -- test -x "$data.making" || {
                    echo "PostgreSQL runs as user postgres, who cannot enter $(dirname "$data"): choose another folder, or let others enter it (chmod o+x)."
                    exit 1
                }
            fi
            "$@" -D "$data.making" --pwfile="$password" && mv -T "$data.making" "$data"
            code=$?
            rm -rf "$password" "$data.making"
            exit $code
            """;
        string[] initdb =
        [
            .. AsServerUser, Packages.Postgres("initdb"), "--username", Options.UserName, "--auth", "scram-sha-256", "--encoding", "UTF8",
            "--locale", "C.UTF-8", .. Options.IsDurable && Options.DataFolder is not null ? (string[])[] : ["--no-sync"],
        ];
        var environment = Packages.Environment();
        environment["CLUSTER_PASSWORD"] = Options.Password;
        await RunAsync(new(["sh", "-c", Script, "initdb", DataFolder, passwordFile, .. initdb]) { Environment = environment, WorkingDirectory = "/" }, cancellationToken);
    }
}
