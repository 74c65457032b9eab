using System.Diagnostics;

namespace NativeServers;

/// <summary>
/// A temporary folder that does not outlive this process: it goes when it is disposed of, and also when the process is killed,
/// after everything that <see cref="GuardedProcess"/> runs with it has ended.
/// </summary>
public sealed class RunFolder : IAsyncDisposable
{
    private readonly Process _guard;

    private RunFolder(string path, Process guard) => (Path, _guard) = (path, guard);

    /// <summary>The full path.</summary>
    public string Path { get; }

    internal string GuardScript => System.IO.Path.Combine(Path, "guard.sh");

    /// <summary>Makes a folder with a random name under <c>/tmp</c>: another user's server can reach it there, unlike a <c>TMPDIR</c> in a private home.</summary>
    /// <param name="prefix">What its name starts with.</param>
    public static async Task<RunFolder> CreateAsync(string prefix)
    {
        var path = $"/tmp/{prefix}-{Guid.NewGuid().ToString("N")[..12]}";
        var guard = Shell.Start(["-c", Shell.Script("folder.sh"), "folder", path]);
        if (await guard.StandardOutput.ReadLineAsync() != "made")
            throw new IOException($"The folder {path} cannot be made: {await guard.StandardError.ReadToEndAsync()}");
        var folder = new RunFolder(path, guard);
        await File.WriteAllTextAsync(folder.GuardScript, Shell.Script("guard.sh"));
        return folder;
    }

    /// <summary>Removes the folder with all that is in it, as soon as the last guarded process that runs with it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }
}
