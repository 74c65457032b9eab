using System.Text.Json.Nodes;
using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Bench.Reporting;
using Spectre.Console;

namespace PersonalBudgets.Bench.Tests;

public sealed class The_report
{
    private static readonly MachineState Machine = new(DateTimeOffset.UnixEpoch, "a processor", 2, 24 * 1024, "a system", "a runtime", 0.5);

    [Fact]
    public void passes_where_every_floor_holds_and_says_which_does_not()
    {
        Assert.True(Of(new Round(new Sample(8, 3), new Sample(10, 1))).Passes);
        Assert.False(Of(new Round(new Sample(6, 3), new Sample(10, 1))).Passes);
        Assert.Contains("FAIL", Text(Of(new Round(new Sample(6, 3), new Sample(10, 1)))), StringComparison.Ordinal);
    }

    [Fact]
    public void shows_medians_with_their_range_and_the_machine()
    {
        var text = Text(Of(new(new Sample(8, 3), new Sample(10, 1)), new(new Sample(9, 3), new Sample(10, 1)), new(new Sample(4, 3), new Sample(10, 1))));

        Assert.Contains("0.80 (0.40 - 0.90)", text, StringComparison.Ordinal);
        Assert.Contains("a processor, 2 cores, 24 GiB", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task has_every_reading_as_json()
    {
        var path = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.json");
        try
        {
            await Of(new(new Sample(8, 3), new Sample(10, 1)), new(new Sample(5, 3), new Sample(10, 1))).SaveAsync(path, CancellationToken.None);
            var report = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
            var figure = report["measures"]![0]!["figures"]![0]!;

            Assert.False(report["passes"]!.GetValue<bool>());
            Assert.Equal("""{"median":6.5,"least":5,"most":8,"values":[8,5]}""", figure["ours"]!.ToJsonString());
            Assert.Equal("""{"kind":"RatioAtLeast","limit":0.7}""", figure["floor"]!.ToJsonString());
            Assert.False(figure["holds"]!.GetValue<bool>());
            Assert.Null(report["measures"]![0]!["figures"]![1]!["holds"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Report Of(params Round[] rounds) => new(Machine, Machine, rounds.Length, [new Outcome(new Speed(), rounds)]);

    private static string Text(Report report)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 200;
        report.Show(console);
        return text.ToString();
    }

    private sealed class Speed : Measure
    {
        public override string Name => "speed";

        public override string Title => "ours / another";

        public override IReadOnlyList<Figure> Figures { get; } = [new("throughput", "1/s", Floor.RatioAtLeast(0.7)), new("CPU", "µs")];

        public override Task<IComparison> PrepareAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
