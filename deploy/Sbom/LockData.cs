using System.Text.Json;

namespace PersonalBudgets.Sbom;

/// <summary>
/// What a restore resolved: <c>obj/project.assets.json</c>. It is the lock data of the very build, whichever feed it used; a lock file beside
/// the project would be right for one of the two feeds (docs/adr/0002) and wrong for the other.
/// </summary>
internal static class LockData
{
    /// <param name="project">A restored project's file.</param>
    /// <param name="release">The version that the program was published as; null: that of its project file.</param>
    /// <exception cref="FileNotFoundException">The project is not restored.</exception>
    public static Materials Read(string project, string? release = null)
    {
        var assets = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(project))!, "obj", "project.assets.json");
        if (!File.Exists(assets))
            throw new FileNotFoundException($"{project} is not restored: {assets} is missing.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        var root = document.RootElement;
        var settings = root.GetProperty("project");
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = root.GetProperty("libraries");

        // A restore for one architecture has a target of its own beside the general one; it is the longer name.
        var target = root.GetProperty("targets").EnumerateObject().MaxBy(one => one.Name.Length).Value;
        var parts = target.EnumerateObject().Select(entry => Read(entry, libraries.GetProperty(entry.Name), folders)).ToList();
        var framework = settings.GetProperty("frameworks").EnumerateObject().First().Value;
        parts.AddRange(framework.GetProperty("frameworkReferences").EnumerateObject()
            .Select(reference => new Part(Origin.Framework, reference.Name, null, null, null, [])));

        var direct = root.GetProperty("projectFileDependencyGroups").EnumerateObject().First().Value.EnumerateArray()
            .Select(dependency => dependency.GetString()!.Split(' ')[0]);
        var frameworks = parts.Where(part => part.Origin is Origin.Framework).Select(part => part.Name);
        var name = settings.GetProperty("restore").GetProperty("projectName").GetString()!;
        var program = new Part(Origin.Suite, name, settings.GetProperty("version").GetString(), null, Licence.OfTheSuite, [.. direct, .. frameworks]);
        return release is null ? new Materials(program, parts)
            : new Materials(program with { Version = release }, [.. parts.Select(part => part.IsOurs ? part with { Version = release } : part)]);
    }

    private static Part Read(JsonProperty entry, JsonElement library, string[] folders)
    {
        var (name, version) = entry.Name.Split('/') is [var first, var second] ? (first, second) : throw new InvalidDataException($"{entry.Name} is no name and version.");
        string[] needs = entry.Value.TryGetProperty("dependencies", out var dependencies) ? [.. dependencies.EnumerateObject().Select(one => one.Name)] : [];
        var path = library.GetProperty("path").GetString()!;
        if (library.GetProperty("type").GetString() == "project")
            return new Part(path.Contains("/polyfills/", StringComparison.Ordinal) ? Origin.Polyfill : Origin.Suite, name, version, null, Licence.OfTheSuite, needs);

        var files = library.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToArray();
        return new Part(Origin.Package, name, version, Hash(Find(".nupkg.sha512")), Licence.Read(Find(".nuspec")), needs);

        string Find(string ending) =>
            folders.Select(folder => Path.Combine(folder, path, files.First(file => file.EndsWith(ending, StringComparison.Ordinal)))).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{entry.Name} is in none of the package folders: {string.Join(", ", folders)}.");
    }

    private static string Hash(string file) => Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(file).Trim()));
}
