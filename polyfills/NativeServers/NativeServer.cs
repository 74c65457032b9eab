namespace NativeServers;

/// <summary>How a server is to run.</summary>
public sealed record NativeServerOptions
{
    /// <summary>The user that the server makes for its client.</summary>
    public required string UserName { get; init; }

    /// <summary>That user's password.</summary>
    public required string Password { get; init; }

    /// <summary>The port on 127.0.0.1; a free one if null.</summary>
    public int? Port { get; init; }

    /// <summary>A folder that keeps the data; a part of the run folder, which goes with it, if null.</summary>
    public string? DataFolder { get; init; }

    /// <summary>False spares the disk: for tests that do not crash the machine.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>Whether a broker also offers its HTTP API, which costs it a second at its start.</summary>
    public bool HasManagement { get; init; }

    /// <summary>Gets each line that the server writes.</summary>
    public Action<string> Output { get; init; } = static _ => { };
}

/// <summary>A server of this machine's own packages that runs as a child of this process, on a port and with data of its own.</summary>
public abstract class NativeServer : IAsyncDisposable
{
    private readonly RunFolder _folder;
    private GuardedProcess? _process;

    private protected NativeServer(RunFolder folder, NativeServerOptions options, string name)
    {
        _folder = folder;
        Options = options;
        Port = options.Port ?? FreePorts.Next();
        DataFolder = options.DataFolder is { } kept ? Path.GetFullPath(kept) : Path.Combine(folder.Path, $"{name}-{Port}");
    }

    /// <summary>The port that it listens on, on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>Where its data is.</summary>
    public string DataFolder { get; }

    /// <summary>The id of the server's process.</summary>
    public int ProcessId => Process.Id;

    /// <summary>Ends with the server, with its exit code.</summary>
    public Task<int> Exited => Process.Exited;

    private protected NativeServerOptions Options { get; }

    private protected string RunFolderPath => _folder.Path;

    private GuardedProcess Process => _process ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>Ends the server as a power cut would: <c>kill -9</c> to its whole group.</summary>
    public async Task KillAsync()
    {
        Process.Send("KILL");
        await Process.Exited;
    }

    /// <summary>Starts a server that has ended again, on the same port and data.</summary>
    /// <exception cref="InvalidOperationException">It did not get ready; the message has its last lines.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await Process.DisposeAsync();
        await LaunchAsync(cancellationToken);
    }

    /// <summary>Stops the server; its data goes with the run folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract GuardedCommand Command { get; }

    /// <summary>Ends when a client can work with the server.</summary>
    private protected abstract Task ReadyAsync(CancellationToken cancellationToken);

    private protected virtual void OnOutput(string line) => Options.Output(line);

    private protected async Task LaunchAsync(CancellationToken cancellationToken)
    {
        var last = new Queue<string>();
        _process = await GuardedProcess.StartAsync(_folder, Command, line =>
        {
            lock (last)
            {
                last.Enqueue(line);
                if (last.Count > 20)
                    last.Dequeue();
            }
            OnOutput(line);
        });
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        given.CancelAfter(TimeSpan.FromSeconds(90));
        var ready = ReadyAsync(given.Token);
        var ended = _process.Exited;
        if (await Task.WhenAny(ready, ended) == ended || ready.IsFaulted || (ready.IsCanceled && !cancellationToken.IsCancellationRequested))
        {
            await given.CancelAsync();
            await _process.DisposeAsync();
            throw new InvalidOperationException($"{GetType().Name} did not get ready on port {Port}:{Environment.NewLine}{string.Join(Environment.NewLine, last)}");
        }
        if (ready.IsCanceled)
            await _process.DisposeAsync();
        await ready;
    }

    /// <summary>Runs a step of the preparation to its end.</summary>
    private protected async Task RunAsync(GuardedCommand command, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await using var step = await GuardedProcess.StartAsync(_folder, command, line =>
        {
            lock (lines)
                lines.Add(line);
        });
        if (await step.Exited.WaitAsync(cancellationToken) is var code and not 0)
            throw new InvalidOperationException($"{GetType().Name} cannot be prepared in {DataFolder} (exit code {code}): {string.Join(Environment.NewLine, lines)}");
    }
}
