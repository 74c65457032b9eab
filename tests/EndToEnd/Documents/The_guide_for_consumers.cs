using System.Text.RegularExpressions;
using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Documents;

/// <summary>docs/consuming.md: its calls work as they are printed and answer what is printed below them.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed partial class The_guide_for_consumers(StandingHouse standing)
{
    private const string Separator = "---- next ----";

    [Fact]
    public async Task has_calls_that_answer_as_printed()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "consuming.md"));
        var examples = Example().Matches(guide);
        Assert.Equal(Regex.Count(guide, "^```sh$", RegexOptions.Multiline), examples.Count);
        string[] topics = ["Identity", "Headers", "Errors", "Idempotency", "Etags", "Paging", "Streams"];
        Assert.All(topics, topic => Assert.Contains("```sh", guide.Split($"## {topic}\n")[1].Split("\n## ")[0], StringComparison.Ordinal));

        var script = string.Join($"\necho '{Separator}'\n", examples.Select(example => example.Groups["calls"].Value));
        var output = await Shell.RunAsync(
            script.Replace("http://localhost:7080", standing.House.Rest.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        var answers = output.Split(Separator);
        Assert.All(examples.Zip(answers), pair =>
        {
            var lines = pair.Second.Split('\n', StringSplitOptions.TrimEntries);
            var missing = pair.First.Groups["answers"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(printed => !lines.Any(line => Fits(printed, line)));
            Assert.True(!missing.Any(), $"{string.Join('\n', missing)}\nis not among\n{pair.Second}");
        });
    }

    private static bool Fits(string printed, string line) =>
        Regex.IsMatch(line, $"^{Regex.Escape(printed).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}$", RegexOptions.NonBacktracking);

    [GeneratedRegex("```sh\n(?<calls>[^`]*(?:`(?!``)[^`]*)*)```\n\n```(?:json|http)\n(?<answers>[^`]*)```")]
    private static partial Regex Example();
}
