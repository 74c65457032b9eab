using NativeServers;

namespace Aspire.Hosting;

/// <summary>The application host's files.</summary>
public interface IFileSystemService
{
    /// <summary>Those that go with the application.</summary>
    ITempFileSystemService TempDirectory { get; }
}

/// <summary>Files that go with the application.</summary>
public interface ITempFileSystemService
{
    /// <summary>Makes a folder.</summary>
    /// <param name="prefix">What its name starts with.</param>
    TempDirectory CreateTempSubdirectory(string? prefix = null);
}

/// <summary>A folder that goes with the application.</summary>
public abstract class TempDirectory : IDisposable
{
    /// <summary>The full path.</summary>
    public abstract string Path { get; }

    /// <summary>Removes it.</summary>
    public abstract void Dispose();
}

/// <summary>Everything is in one folder, which a guard removes even if this process is killed.</summary>
internal sealed class RunFolderFileSystem : IFileSystemService, ITempFileSystemService
{
    private readonly Lazy<RunFolder> _folder = new(() => RunFolder.CreateAsync("apphost").GetAwaiter().GetResult());

    public RunFolder Folder => _folder.Value;

    public ITempFileSystemService TempDirectory => this;

    public TempDirectory CreateTempSubdirectory(string? prefix = null) =>
        new Subfolder(Directory.CreateDirectory(Path.Combine(Folder.Path, $"{prefix}{Guid.NewGuid():N}")));

    private sealed class Subfolder(DirectoryInfo folder) : TempDirectory
    {
        public override string Path => folder.FullName;

        public override void Dispose()
        {
            if (folder.Exists)
                folder.Delete(recursive: true);
        }
    }
}
