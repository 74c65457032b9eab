using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Programs;

/// <summary>What the files of deploy are read and judged with.</summary>
internal static class Tools
{
    /// <summary>The scripts of <c>node/</c> and their packages.</summary>
    public static NodeFolder Node { get; } = new("tests/Deploy");

    /// <summary>A file of deploy.</summary>
    public static string Deploy(string file) => Path.Combine(Repository.Root, "deploy", file);
}
