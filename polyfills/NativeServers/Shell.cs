using System.Diagnostics;

namespace NativeServers;

/// <summary>Starts the shell scripts of this library, each in a session of its own: a Ctrl-C or a closed terminal does not reach them.</summary>
internal static class Shell
{
    public static Process Start(IEnumerable<string> arguments, Action<ProcessStartInfo>? configure = null)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["bash", .. arguments])
            start.ArgumentList.Add(argument);
        configure?.Invoke(start);
        return Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
    }

    public static string Script(string name)
    {
        using var stream = typeof(Shell).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
