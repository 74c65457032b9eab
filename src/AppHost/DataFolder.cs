using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace PersonalBudgets.AppHost;

/// <summary>Where a run's data is. A folder that is kept also keeps the secrets without which its data is of no use.</summary>
internal sealed class DataFolder : IDisposable
{
    private static readonly string[] Secrets = ["postgres-password", "broker-password", "service-secret", "bank-details-key"];
    private readonly string _path;
    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? @lock) => (_path, _lock) = (path, @lock);

    /// <summary>Whether the data outlives the run.</summary>
    public bool IsKept => _lock is not null;

    /// <summary>Opens the folder, or one that goes with the run if there is none to be kept.</summary>
    /// <returns>Null, after a word to the user, if another run is using it.</returns>
    public static DataFolder? Open(IDistributedApplicationBuilder builder, string? kept)
    {
        if (kept is null)
            return new DataFolder(builder.FileSystemService.TempDirectory.CreateTempSubdirectory("personal-budgets").Path, null);
        var path = Directory.CreateDirectory(Path.GetFullPath(kept)).FullName;
        try
        {
            var inUse = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            AddSecrets(builder.Configuration, Path.Combine(path, "secrets.json"));
            return new DataFolder(path, inUse);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The data folder {path} cannot be used, perhaps because another suite is using it: {failure.Message}");
            return null;
        }
    }

    /// <summary>The full path of a part of it.</summary>
    public string Of(string part) => Path.Combine(_path, part);

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private static void AddSecrets(ConfigurationManager configuration, string path)
    {
        if (!File.Exists(path))
        {
            var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, creation);
            JsonSerializer.Serialize(file, Secrets.ToDictionary(name => name, _ => RandomNumberGenerator.GetHexString(44)));
        }
        var secrets = JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllText(path))!;
        configuration.AddInMemoryCollection(secrets.Select(secret => KeyValuePair.Create($"Parameters:{secret.Key}", secret.Value)));
    }
}
