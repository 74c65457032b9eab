using System.Globalization;
using System.Runtime.InteropServices;

namespace PersonalBudgets.Bench.Reporting;

/// <summary>The machine that the figures are of, and how busy it was.</summary>
/// <param name="At">The instant, in UTC.</param>
/// <param name="Processor">Its model.</param>
/// <param name="Cores">How many the process may use.</param>
/// <param name="MemoryMebibytes">All its memory.</param>
/// <param name="System">Kernel and distribution.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="LoadAverage">Processes that ran or wanted to, over the last minute.</param>
internal sealed record MachineState(DateTimeOffset At, string Processor, int Cores, long MemoryMebibytes, string System, string Runtime, double LoadAverage)
{
    public static MachineState Read() => new(
        DateTimeOffset.UtcNow,
        Line("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        long.Parse(Line("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Processor}, {Cores} cores, {MemoryMebibytes / 1024.0:0} GiB; {System}; {Runtime}");

    private static string Line(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown 0";
}
