using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Contracts.Tests.Support;

/// <summary>The releases of the suite and the images of their contracts.</summary>
public static partial class Releases
{
    private static readonly string Folder = Path.Combine(ContractFolder.Own.Path, "released");

    /// <summary>The image of the last release; null while nothing is released.</summary>
    public static string? LastImage => Directory.EnumerateFiles(Folder, "*.binpb").MaxBy(file => Version.Parse(Path.GetFileNameWithoutExtension(file)));

    /// <summary>The versions that have an image.</summary>
    public static IEnumerable<string> WithImage => Directory.EnumerateFiles(Folder, "*.binpb").Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>The versions of the changelog.</summary>
    public static IEnumerable<string> InChangelog =>
        Heading().Matches(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"))).Select(heading => heading.Groups[1].Value);

    /// <summary>The versions that git tags; none where the checkout has no tags, or there is no git.</summary>
    public static async Task<IReadOnlyList<string>> TaggedAsync()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["tag", "--list"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await git.StandardOutput.ReadToEndAsync();
            await git.WaitForExitAsync();
            return [.. Tag().Matches(output).Select(tag => tag.Groups[1].Value)];
        }
        catch (Win32Exception) // no git: a source archive has no tags either
        {
            return [];
        }
    }

    [GeneratedRegex(@"^## \[?(\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^v(\d+\.\d+\.\d+)$", RegexOptions.Multiline)]
    private static partial Regex Tag();
}
