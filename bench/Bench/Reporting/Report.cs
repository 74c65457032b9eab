using System.Globalization;
using System.Text.Json;
using PersonalBudgets.Bench.Measuring;
using Spectre.Console;

namespace PersonalBudgets.Bench.Reporting;

/// <summary>What the measures came to, for people and for machines.</summary>
internal sealed record Report(MachineState Before, MachineState After, int Rounds, IReadOnlyList<Outcome> Outcomes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>No floor was missed.</summary>
    public bool Passes => Outcomes.All(outcome => outcome.Passes);

    /// <summary>Prints the table: medians, in brackets the least and the most of the rounds.</summary>
    public void Show(IAnsiConsole console)
    {
        var table = new Table().AddColumns("Measure", "Figure", "Unit", "Ours", "Baseline", "Ratio", "Floor", "");
        foreach (var outcome in Outcomes)
        {
            foreach (var row in outcome.Rows)
            {
                table.AddRow(new[]
                {
                    outcome.Measure.Name, row.Figure.Name, row.Figure.Unit, Text(row.Ours, "#,0.##"), Text(row.Baseline, "#,0.##"), Text(row.Ratios, "0.00"),
                    row.Figure.Floor?.ToString() ?? "", Verdict(row.Holds),
                }.Select(Markup.Escape).ToArray());
            }
        }

        console.Write(table);
        foreach (var outcome in Outcomes)
            console.MarkupLineInterpolated($"{outcome.Measure.Name}: {outcome.Measure.Title}");
        console.MarkupLineInterpolated($"Median of {Rounds} rounds, ours and the baseline in turn (least - most). {Before}; load average {Before.LoadAverage} before, {After.LoadAverage} after.");
    }

    /// <summary>Writes all readings as JSON.</summary>
    public async Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, new
        {
            Passes,
            Rounds,
            Before,
            After,
            Measures = Outcomes.Select(outcome => new
            {
                outcome.Measure.Name,
                outcome.Measure.Title,
                outcome.Passes,
                Figures = outcome.Rows.Select(row => new
                {
                    row.Figure.Name,
                    row.Figure.Unit,
                    Ours = Readings(row.Ours),
                    Baseline = Readings(row.Baseline),
                    Ratio = Readings(row.Ratios),
                    Floor = row.Figure.Floor is { } floor ? new { Kind = floor.Kind.ToString(), floor.Limit } : null,
                    row.Holds,
                }),
            }),
        }, Json, cancellationToken);
    }

    private static string Verdict(bool? holds) => holds switch { true => "PASS", false => "FAIL", null => "" };

    private static string Text(IReadOnlyList<double> values, string format)
    {
        var spread = Spread.Of(values);
        return $"{Number(spread.Median)} ({Number(spread.Least)} - {Number(spread.Most)})";

        string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "#,0" : format, CultureInfo.InvariantCulture);
    }

    private static object Readings(IReadOnlyList<double> values)
    {
        var spread = Spread.Of(values);
        return new { spread.Median, spread.Least, spread.Most, Values = values };
    }
}
