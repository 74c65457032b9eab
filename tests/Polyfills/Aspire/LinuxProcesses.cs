using System.Diagnostics;

namespace PersonalBudgets.Polyfills.Tests.Aspire;

/// <summary>What Linux says of its processes.</summary>
internal static class LinuxProcesses
{
    public static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!));

    public static IEnumerable<int> ChildrenOf(int parent) => All().Where(id => Stat(id) is [_, var owner, ..] && owner == $"{parent}");

    /// <summary>Empty for one that is gone, or dead and not yet fetched by its parent.</summary>
    public static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public static IEnumerable<int> Mentioning(string text) => All().Where(id => CommandLine(id).Contains(text, StringComparison.Ordinal));

    public static bool IsAlive(int id) => CommandLine(id).Length > 0;

    public static void Send(string signal, int id)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{id}"]);
        kill.WaitForExit();
    }

    // After the name, which is in brackets and may have any sign in it: the state, then the parent.
    private static string[] Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
