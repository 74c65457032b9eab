namespace PersonalBudgets.Tests.Support;

/// <summary>The folders of this checkout, found from where the tests were built.</summary>
public static class Repository
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The built program of a project, by the project's folder: `src/Gateway`.</summary>
    public static string Program(string project)
    {
        var folder = Path.Combine(Root, project);
        var name = Path.GetFileNameWithoutExtension(Directory.GetFiles(folder, "*.csproj").Single());
        return Path.Combine(folder, "bin", Configuration, "net10.0", $"{name}.dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Suite.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests are not inside a checkout of the suite.");
    }
}
