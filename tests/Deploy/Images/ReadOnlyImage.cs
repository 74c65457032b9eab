using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Images;

/// <summary>
/// A built image's files as a container has them: nothing may be written but the volume for bank files and the folder for temporary files, and
/// the program runs as the user of the base image, where these tests run as root.
/// </summary>
internal sealed class ReadOnlyImage
{
    // APP_UID of Microsoft's images.
    private const string User = "1654";
    private static readonly bool IsRoot = Environment.UserName == "root";
    private readonly string _root;
    private readonly Dictionary<string, string> _variables;

    private ReadOnlyImage(string root, Dictionary<string, string> variables) => (_root, _variables) = (root, variables);

    public string BankFiles => Path.Combine(_root, "var/lib/personal-budgets/bank-files");

    public static async Task<ReadOnlyImage> OfAsync(ImageBuild build)
    {
        var owner = IsRoot ? $"chown -R {User}:{User} var/lib/personal-budgets tmp" : "true";
        await ShellAsync(build.Image, $"mkdir tmp && chmod a+x .. && chmod -R a-w,a+rX . && chmod -R u+w var/lib/personal-budgets tmp && {owner}");
        var image = new ReadOnlyImage(build.Image, build.Environment);
        image._variables["BankFiles__Folder"] = image.BankFiles;
        image._variables["TMPDIR"] = Path.Combine(image._root, "tmp");
        return image;
    }

    /// <summary>Starts the image's entry point.</summary>
    public RunningProgram Start(IEnumerable<KeyValuePair<string, string>> variables, params string[] arguments)
    {
        var app = Path.Combine(_root, "app");
        string[] command = IsRoot
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", Path.Combine(app, "service"), .. arguments]
            : [Path.Combine(app, "service"), .. arguments];
        return RunningProgram.Start(command[0], command[1..], app, [.. _variables, .. variables]);
    }

    /// <summary>Runs the image's entry point to its end.</summary>
    public async Task<(int Code, string Output)> RunAsync(IEnumerable<KeyValuePair<string, string>> variables, params string[] arguments)
    {
        await using var program = Start(variables, arguments);
        return (await program.EndAsync(), program.Output);
    }

    /// <summary>Whether the user of the program could write there.</summary>
    public async Task<bool> CanWriteAsync(string folder)
    {
        var test = $"test -w '{Path.Combine(_root, folder)}'";
        var (code, _) = IsRoot
            ? await RunningProgram.RunAsync("setpriv", [$"--reuid={User}", $"--regid={User}", "--clear-groups", "sh", "-c", test], _root, [])
            : await RunningProgram.RunAsync("/bin/sh", ["-c", test], _root, []);
        return code == 0;
    }

    private static async Task ShellAsync(string folder, string command)
    {
        var (code, output) = await RunningProgram.RunAsync("/bin/sh", ["-c", command], folder, []);
        Assert.True(code == 0, output);
    }
}
