using System.Text.RegularExpressions;

namespace PersonalBudgets.Deploy.Tests.Images;

/// <summary>The files that an image's build sees: the checkout as <c>.dockerignore</c> leaves it. The last rule that fits a path decides.</summary>
public sealed class BuildContext
{
    private readonly string _root;
    private readonly (bool Keeps, Regex Pattern)[] _rules;

    public BuildContext(string root)
    {
        _root = root;
        _rules = [.. File.ReadLines(Path.Combine(root, ".dockerignore"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line[0] == '!', Pattern(line.TrimStart('!'))))];
    }

    /// <summary>Copies a file or a folder's content, as <c>COPY</c> does.</summary>
    public void Copy(string source, string target)
    {
        var path = Path.Combine(_root, source);
        var files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [path];
        var origin = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        var kept = files.Where(file => IsSeen(Path.GetRelativePath(_root, file))).ToArray();
        Assert.True(kept.Length > 0, $"COPY {source}: .dockerignore leaves nothing of it.");
        foreach (var file in kept)
        {
            var copy = Path.Combine(target, Path.GetRelativePath(origin, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    /// <summary>Whether the build sees a file.</summary>
    public bool IsSeen(string file) => _rules.LastOrDefault(rule => rule.Pattern.IsMatch(file)) is { Pattern: null } or { Keeps: true };

    // A rule holds for what it names and for all below it.
    private static Regex Pattern(string rule) => new(
        "^" + Regex.Escape(rule.Trim('/')).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "(/.*)?$");
}
