using System.Globalization;

namespace PersonalBudgets.Bench.Machine;

/// <summary>The memory of processes that is in RAM, in MiB; pages that they share are counted for each.</summary>
internal static class ResidentMemory
{
    private const string Line = "VmRSS:";
    private const string Peak = "VmHWM:";

    /// <summary>Of one process.</summary>
    public static double Of(int process) => Of(process, Line);

    /// <summary>The most that one process has had since it began.</summary>
    public static double PeakOf(int process) => Of(process, Peak);

    /// <summary>Of all processes that run a built program, whether their host is <c>dotnet</c> or the program's own.</summary>
    /// <exception cref="InvalidOperationException">There is none: nothing weighs nothing.</exception>
    public static double OfProgram(string program)
    {
        var path = Path.ChangeExtension(program, null);
        var host = Path.GetFileName(path);
        var processes = ProcessorTime.All().Where(process => Read(process, "comm").Trim() is { Length: > 0 } name
            && (name is "dotnet" || host.StartsWith(name, StringComparison.Ordinal)) && Read(process, "cmdline").Contains(path, StringComparison.Ordinal)).ToArray();
        return processes.Length > 0 ? processes.Sum(Of) : throw new InvalidOperationException($"Nothing runs {program}.");
    }

    private static double Of(int process, string kind) => Read(process, "status").Split('\n')
        .Where(line => line.StartsWith(kind, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[kind.Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024);

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
