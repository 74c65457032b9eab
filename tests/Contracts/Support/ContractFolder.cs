using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Contracts.Tests.Support;

/// <summary>A folder with protos and their <c>buf.yaml</c>: the contract's own, or a copy that a test changes.</summary>
public sealed class ContractFolder : IDisposable
{
    private static readonly ExtensionRegistry Extensions =
        [AnnotationsExtensions.Http, FieldBehaviorExtensions.FieldBehavior, OptionsExtensions.Rules];

    private readonly bool _isCopy;

    private ContractFolder(string path, bool isCopy) => (Path, _isCopy) = (path, isCopy);

    /// <summary>The contract as it is in this checkout.</summary>
    public static ContractFolder Own { get; } = new(System.IO.Path.Combine(Repository.Root, "src", "Contracts"), isCopy: false);

    public string Path { get; }

    /// <summary>A copy with one piece of text changed.</summary>
    /// <param name="file">The file, below <c>protos/personalbudgets</c>.</param>
    /// <param name="before">What stands in it.</param>
    /// <param name="after">What stands there in the copy.</param>
    public static ContractFolder With(string file, string before, string after)
    {
        var copy = new ContractFolder(Directory.CreateTempSubdirectory("contract-").FullName, isCopy: true);
        foreach (var proto in Directory.EnumerateFiles(System.IO.Path.Combine(Own.Path, "protos"), "*.proto", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(copy.Path, System.IO.Path.GetRelativePath(Own.Path, proto));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(proto, target);
        }

        File.Copy(System.IO.Path.Combine(Own.Path, "buf.yaml"), System.IO.Path.Combine(copy.Path, "buf.yaml"));
        var changed = System.IO.Path.Combine(copy.Path, "protos", "personalbudgets", file);
        var text = File.ReadAllText(changed);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(changed, text.Replace(before, after, StringComparison.Ordinal));
        return copy;
    }

    /// <summary>Writes the folder's image to a file, as a release does.</summary>
    public async Task WriteImageAsync(string file)
    {
        var (code, output) = await NodeTools.OfContracts.RunAsync("node_modules/@bufbuild/buf/bin/buf", "build", Path, "--exclude-source-info", "-o", file);
        Assert.True(code == 0, output);
    }

    /// <summary>What in this folder breaks callers of an image: in code and on the wire by buf's rules, at REST by ours. Empty if nothing does.</summary>
    public async Task<IReadOnlyList<string>> FindBreaksAsync(string image)
    {
        var (code, output) = await NodeTools.OfContracts.RunAsync("node_modules/@bufbuild/buf/bin/buf", "breaking", Path, "--against", image);
        // 100 is buf's answer to a check that found something; any other failure is one of the check.
        Assert.True(code is 0 or 100, output);
        var now = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.binpb");
        try
        {
            await WriteImageAsync(now);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries), .. RestChanges.Between(Read(image), Read(now))];
        }
        finally
        {
            File.Delete(now);
        }
    }

    public void Dispose()
    {
        if (_isCopy)
            Directory.Delete(Path, recursive: true);
    }

    private static FileDescriptorSet Read(string image) => FileDescriptorSet.Parser.WithExtensionRegistry(Extensions).ParseFrom(File.ReadAllBytes(image));
}
