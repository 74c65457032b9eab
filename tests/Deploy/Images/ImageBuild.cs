using System.Diagnostics;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Images;

/// <summary>
/// Plays deploy/Dockerfile without a container engine: its COPYs from what .dockerignore leaves, its RUNs as they stand, in a folder instead of
/// an image. What a base image brings is this machine's: the SDK, the runtime, the time zones.
/// </summary>
public sealed class ImageBuild : IDisposable
{
    public static readonly string Dockerfile = Path.Combine(Repository.Root, "deploy", "Dockerfile");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("image-");
    private readonly Dictionary<string, string> _arguments;

    private readonly ImageBuild? _earlier;

    /// <param name="arguments">The build's arguments.</param>
    public ImageBuild(params IEnumerable<(string Name, string Value)> arguments) =>
        _arguments = arguments.ToDictionary(argument => argument.Name, argument => argument.Value);

    /// <param name="earlier">A build that compiled already what both are made of; the caller's to dispose, later.</param>
    /// <param name="arguments">The build's arguments.</param>
    public ImageBuild(ImageBuild earlier, params IEnumerable<(string Name, string Value)> arguments) : this(arguments) => _earlier = earlier;

    /// <summary>What the Dockerfile calls <c>/source</c>.</summary>
    private string Source => _earlier?.Source ?? Directory.CreateDirectory(Path.Combine(_folder.FullName, "source")).FullName;

    /// <summary>The image's root.</summary>
    public string Image => Directory.CreateDirectory(Path.Combine(_folder.FullName, "image")).FullName;

    /// <summary>The image's variables, that of the base image among them which the settings have to win against.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["ASPNETCORE_HTTP_PORTS"] = "8080" };

    /// <summary>Builds it.</summary>
    /// <returns>What the last command said where one failed, else null.</returns>
    public async Task<string?> RunAsync()
    {
        if (_earlier is not null)
            Directory.Delete(Path.Combine(Source, "app"), recursive: true);
        var stages = Instruction.Stages(Dockerfile);
        var context = new BuildContext(Repository.Root);
        var variables = new Dictionary<string, string>();
        foreach (var instruction in stages[1])
        {
            switch (instruction.Name)
            {
                case "ARG":
                    var (name, value) = Pair(instruction.Words);
                    variables[name] = _arguments.GetValueOrDefault(name, value);
                    break;
                case "COPY":
                    var words = instruction.Words.Split(' ');
                    foreach (var source in words[..^1])
                        context.Copy(source, Path.Combine(Source, words[^1]));
                    break;
                case "RUN":
                    if (await FailAsync(instruction.Words, variables) is { } failure)
                        return failure;
                    break;
            }
        }

        foreach (var instruction in stages[2])
        {
            switch (instruction.Name)
            {
                case "COPY":
                    var words = instruction.Words.Split(' ');
                    CopyAll(Path.Combine(Source, "..", words[0].TrimStart('/')), Path.Combine(Image, words[1] is "./" ? "app" : words[1].TrimStart('/')));
                    break;
                case "ENV":
                    foreach (var pair in instruction.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        Environment[Pair(pair).Name] = Pair(pair).Value;
                    break;
            }
        }
        return null;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string?> FailAsync(string command, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = Source, RedirectStandardOutput = true, RedirectStandardError = true };
        // No build server outlives the build.
        foreach (var (name, value) in variables.Append(new("MSBUILDDISABLENODEREUSE", "1")).Append(new("UseSharedCompilation", "false")))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0 ? null : $"RUN {command}\nends with {process.ExitCode}:\n{string.Concat(await output)}";
    }

    private static (string Name, string Value) Pair(string text)
    {
        var parts = text.Split('=', 2);
        return (parts[0], parts is [_, var value] ? value.Trim('"') : "");
    }

    private static void CopyAll(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, folder)));
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }
}
