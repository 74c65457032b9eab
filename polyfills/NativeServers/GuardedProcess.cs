using System.Diagnostics;

namespace NativeServers;

/// <summary>What to run, and how to end it.</summary>
/// <param name="Arguments">The program and its arguments.</param>
public sealed record GuardedCommand(params IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs; the run folder if null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The whole environment; what this process has if null.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The signal that asks it to stop, without <c>SIG</c>.</summary>
    public string StopSignal { get; init; } = "TERM";

    /// <summary>How long it may take to stop before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A process in a group of its own, which a small shell ends as a whole when it is asked to or when this process dies, however that happens.</summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    private readonly Process _guard;

    private GuardedProcess(Process guard, int id, Task output)
    {
        _guard = guard;
        Id = id;
        Exited = ExitAsync(output);
    }

    /// <summary>The id of the process, and of its group.</summary>
    public int Id { get; }

    /// <summary>Ends with the process, after its last line was handed on; the exit code, or 128 and the signal's number.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a command.</summary>
    /// <param name="folder">Stays until the process has ended.</param>
    /// <param name="command">What to run.</param>
    /// <param name="output">Gets each line of its output and of its errors; called from several threads.</param>
    public static async Task<GuardedProcess> StartAsync(RunFolder folder, GuardedCommand command, Action<string> output)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(command);
        var grace = ((int)(command.Grace.TotalSeconds * 10)).ToString();
        var guard = Shell.Start([folder.GuardScript, folder.Path, command.StopSignal, grace, .. command.Arguments], start =>
        {
            start.WorkingDirectory = command.WorkingDirectory ?? folder.Path;
            if (command.Environment is null)
                return;
            start.Environment.Clear();
            foreach (var (name, value) in command.Environment)
                start.Environment[name] = value;
        });
        var errors = PumpAsync(guard.StandardError, output);
        var id = await guard.StandardOutput.ReadLineAsync();
        if (id is null)
        {
            await errors;
            throw new InvalidOperationException($"{command.Arguments[0]} did not start: its folder {folder.Path} is gone.");
        }
        return new GuardedProcess(guard, int.Parse(id), Task.WhenAll(errors, PumpAsync(guard.StandardOutput, output)));
    }

    /// <summary>Sends a signal, named without <c>SIG</c>, to the whole group; nothing happens if it has ended.</summary>
    public void Send(string signal)
    {
        try
        {
            _guard.StandardInput.WriteLine(signal);
            _guard.StandardInput.Flush();
        }
        catch (IOException) { }
        catch (ObjectDisposedException) { }
    }

    /// <summary>Asks it to stop, kills it when its grace is over, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _guard.StandardInput.Close();
        }
        catch (IOException) { }
        await Exited;
    }

    private async Task<int> ExitAsync(Task output)
    {
        await _guard.WaitForExitAsync();
        // A grandchild that left the group may hold the pipe open for ever.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1)));
        return _guard.ExitCode;
    }

    private static async Task PumpAsync(StreamReader reader, Action<string> output)
    {
        while (await reader.ReadLineAsync() is { } line)
            output(line);
    }
}
