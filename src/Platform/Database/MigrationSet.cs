using System.Reflection;
using Npgsql;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Database;

/// <summary>The migrations that this build brings: Platform's own, then the service's.</summary>
internal sealed class MigrationSet(IReadOnlyList<Migration> migrations)
{
    public const string PlatformScope = "platform";

    public IReadOnlyList<Migration> All => migrations;

    public static MigrationSet Of(ServiceIdentity service) =>
        new([.. Read(PlatformScope, typeof(MigrationSet).Assembly), .. Read(service.Name, service.Assembly)]);

    /// <summary>The first migration that the database lacks; null where it has all. It may have more: a newer build's.</summary>
    public async Task<string?> FindMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await MigrationStore.ReadHistoryAsync(connection, cancellationToken);
        return migrations.FirstOrDefault(migration => !applied.ContainsKey((migration.Scope, migration.Number)))?.Name;
    }

    /// <summary>Refuses numbers that appear twice: two branches each added the next file.</summary>
    internal static IReadOnlyList<Migration> Order(IEnumerable<Migration> migrations)
    {
        var ordered = migrations.OrderBy(migration => migration.Number).ToArray();
        foreach (var (first, second) in ordered.Zip(ordered.Skip(1)))
        {
            if (first.Number == second.Number)
                throw new InvalidOperationException($"The migrations {first.Name} and {second.Name} have the same number.");
        }

        return ordered;
    }

    private static IReadOnlyList<Migration> Read(string scope, Assembly assembly) =>
        scope != PlatformScope && assembly == typeof(MigrationSet).Assembly
            ? []
            : Order(assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Select(name => Migration.Of(scope, FileNameOf(name), ReadText(assembly, name))));

    // With or without a logical name, the file's own name is the last part before the extension.
    private static string FileNameOf(string resource) => resource.Split('.') is [.., var name, var extension] ? $"{name}.{extension}" : resource;

    private static string ReadText(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
