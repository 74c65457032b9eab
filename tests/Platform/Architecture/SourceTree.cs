using System.Text.RegularExpressions;
using System.Xml.Linq;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Architecture;

/// <summary>One file of the suite's source.</summary>
/// <param name="Path">Below the repository: `src/Platform/Errors/Refusal.cs`.</param>
/// <param name="Text">What is in it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>`src/Platform`.</summary>
    public string Project { get; } = string.Join('/', Path.Split('/')[..2]);

    /// <summary>`Refusal.cs`.</summary>
    public string Name { get; } = System.IO.Path.GetFileName(Path);

    /// <summary>It belongs to a capability of a service, not to the composition around it.</summary>
    public bool IsOfSlice { get; } = Path.Split('/') is [_, var project, _, _, ..] && project.EndsWith(".Service", StringComparison.Ordinal);

    public override string ToString() => Path;
}

/// <summary>The source under <c>src</c>, as text: what holds for it holds for files that no test links.</summary>
internal static partial class SourceTree
{
    /// <summary>The C# files.</summary>
    public static IReadOnlyList<SourceFile> Code { get; } = Read("*.cs");

    /// <summary>The contract's files, without those that we took from others.</summary>
    public static IReadOnlyList<SourceFile> Protos { get; } =
        [.. Read("*.proto").Where(file => file.Path.StartsWith("src/Contracts/protos/personalbudgets/", StringComparison.Ordinal))];

    /// <summary>Each project with the projects that it refers to, by folder name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> References { get; } = Read("*.csproj").ToDictionary(
        file => Path.GetFileNameWithoutExtension(file.Name),
        file => (IReadOnlyList<string>)[.. XDocument.Parse(file.Text).Descendants("ProjectReference").Select(ReferenceOf).Order(StringComparer.Ordinal)]);

    /// <summary>A file of the repository, or null.</summary>
    public static string? Text(string path) => File.Exists(Path.Combine(Repository.Root, path)) ? File.ReadAllText(Path.Combine(Repository.Root, path)) : null;

    private static string ReferenceOf(XElement reference) => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'));

    private static SourceFile[] Read(string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !Built().IsMatch(path))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Repository.Root, path)))),
    ];

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Built();
}
