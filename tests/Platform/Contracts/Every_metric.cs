using System.Text.RegularExpressions;
using PersonalBudgets.Platform.Tests.Architecture;

namespace PersonalBudgets.Platform.Tests.Contracts;

/// <summary>An operator can look up what a metric means and when to act: in docs/operating.md.</summary>
public sealed partial class Every_metric
{
    private const string Page = "docs/operating.md";

    /// <summary>What the source makes, with the project that does.</summary>
    internal static readonly (string Project, string Name, string Unit, string Meaning)[] Instruments =
    [
        .. SourceTree.Code.SelectMany(file => Instrument().Matches(file.Text)
            .Select(match => (file.Project, match.Groups["name"].Value, match.Groups["unit"].Value, match.Groups["meaning"].Value))),
    ];

    [Fact]
    public void is_made_with_a_name_a_unit_and_a_meaning_that_can_be_read_here() =>
        Assert.Equal(SourceTree.Code.Sum(file => Creation().Count(file.Text)), Instruments.Length);

    [Fact]
    public void stands_in_the_table_with_its_unit_and_its_meaning() =>
        Assert.Equal(
            Instruments.Select(metric => (metric.Name, metric.Unit, metric.Meaning)).OrderBy(metric => metric.Name, StringComparer.Ordinal),
            Rows().OrderBy(metric => metric.Name, StringComparer.Ordinal));

    private static IEnumerable<(string Name, string Unit, string Meaning)> Rows() =>
        from line in SourceTree.Text(Page)!.Split("## Metrics")[1].Split("\n## ")[0].Split('\n')
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length is 7 && cells[1].StartsWith('`')
        select (cells[1].Trim('`'), cells[2].Trim('`'), cells[4]);

    [GeneratedRegex(@"\.Create(?:Observable)?(?:Counter|UpDownCounter|Gauge|Histogram)\b")]
    private static partial Regex Creation();

    // Name, for an observable one what it observes, unit, meaning.
    [GeneratedRegex("""
        \.Create(?:Observable)?(?:Counter|UpDownCounter|Gauge|Histogram)(?:<\w+>)?\(\s*"(?<name>[^"]+)",[^"]*"(?<unit>[^"]+)",\s*"(?<meaning>[^"]+)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Instrument();
}
