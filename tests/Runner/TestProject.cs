using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace PersonalBudgets.Tests.Runner;

/// <summary>A test project, whose build is a program that writes a report.</summary>
internal sealed class TestProject(string name, string program)
{
    private const int ShownFailures = 50;

    public string Name => name;

    /// <summary>All built test projects under a folder.</summary>
    public static IReadOnlyList<TestProject> FindAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.Tests.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Of)];

    private static TestProject Of(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        return new TestProject(name, Path.Combine(Path.GetDirectoryName(project)!, "bin", "Debug", "net10.0", $"{name}.dll"));
    }

    /// <summary>Runs its tests and says which fail. A program that ends without a whole report counts as one failure.</summary>
    public async Task<Outcome> RunAsync(string? filter, IReadOnlyDictionary<string, string> environment)
    {
        var report = Path.Combine(Path.GetTempPath(), $"{name}-{Guid.NewGuid():N}.xml");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [program, "-xml", report, "-noLogo", "-noColor", .. filter is null ? (string[])[] : ["-method", $"*{filter}*"]];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var lines = string.Concat(await output);
        try
        {
            var outcome = Read(XDocument.Load(report));
            // 0 and 1 are the answers of a run that went to its end.
            return process.ExitCode is 0 or 1 ? outcome : outcome + Crash(process.ExitCode, lines);
        }
        catch (Exception failure) when (failure is IOException or System.Xml.XmlException)
        {
            return Crash(process.ExitCode, lines);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private Outcome Read(XDocument report)
    {
        var shown = new StringBuilder();
        var failures = report.Descendants("test").Where(test => (string?)test.Attribute("result") == "Fail").ToList();
        foreach (var test in failures.Take(ShownFailures))
        {
            var failure = test.Element("failure");
            shown.AppendLine(CultureInfo.InvariantCulture, $"FAILED {name}: {(string?)test.Attribute("name")}");
            shown.AppendLine(Indented($"{(string?)failure?.Element("message")}\n{(string?)failure?.Element("stack-trace")}"));
        }
        // What fails outside a test, in a fixture's end for example, is in no test's result.
        var errors = report.Descendants("error").ToList();
        foreach (var error in errors)
            shown.AppendLine(CultureInfo.InvariantCulture, $"ERROR {name}: {(string?)error.Attribute("name")}\n{Indented(error.Value)}");
        var assemblies = report.Descendants("assembly").ToList();
        return new Outcome(new Totals(Sum("passed"), Sum("failed") + errors.Count, Sum("skipped")), shown.ToString());

        int Sum(string attribute) => assemblies.Sum(assembly => (int?)assembly.Attribute(attribute) ?? 0);
    }

    private Outcome Crash(int exitCode, string output)
    {
        var shown = $"FAILED {name}: the test program ended with exit code {exitCode} and no whole report. Its last lines:\n"
            + $"{Indented(string.Join('\n', output.TrimEnd().Split('\n').TakeLast(40)))}\n";
        return new Outcome(new Totals(0, 1, 0), shown);
    }

    private static string Indented(string text) => "    " + text.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal);
}
