using System.Globalization;

namespace PersonalBudgets.Bench.Machine;

/// <summary>The processor time that processes have used, user and system, as Linux counts it: in hundredths of a second.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    /// <summary>Of a process alone.</summary>
    public static TimeSpan Of(int process) => Stat(process) is { } stat ? Time(stat[11], stat[12]) : TimeSpan.Zero;

    /// <summary>Of a process, its living children, and those that ended.</summary>
    public static TimeSpan OfTree(int process) =>
        (Stat(process) is { } stat ? Time(stat[11], stat[12], stat[13], stat[14]) : TimeSpan.Zero)
        + ChildrenOf(process).Aggregate(TimeSpan.Zero, (sum, child) => sum + OfTree(child));

    /// <summary>The process that started this one.</summary>
    public static int ParentOf(int process) => int.Parse(Stat(process)![1], CultureInfo.InvariantCulture);

    /// <summary>The processes that this one started and that still live.</summary>
    public static IEnumerable<int> ChildrenOf(int process) => All().Where(other => Stat(other)?[1] == process.ToString(CultureInfo.InvariantCulture));

    /// <summary>All processes of this machine.</summary>
    public static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(id => id > 0);

    private static TimeSpan Time(params ReadOnlySpan<string> ticks)
    {
        var sum = 0L;
        foreach (var part in ticks)
            sum += long.Parse(part, CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(sum / TicksPerSecond);
    }

    /// <summary>The fields after the name, which may itself hold blanks and brackets; null once the process is gone.</summary>
    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
