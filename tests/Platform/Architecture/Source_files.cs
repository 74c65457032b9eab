using System.Text.RegularExpressions;

namespace PersonalBudgets.Platform.Tests.Architecture;

/// <summary>Rules of the layout that a compiler does not hold.</summary>
public sealed partial class Source_files
{
    private static readonly string[] Layers =
        ["Services", "Repositories", "Models", "Controllers", "Entities", "Dtos", "Helpers", "Utils", "Common", "Interfaces", "Managers"];

    [Fact]
    public void have_SQL_in_stores_alone()
    {
        var files = SourceTree.Code.ToLookup(file => file.Name.EndsWith("Store.cs", StringComparison.Ordinal));

        // Every store but those that only ask others: the pattern knows SQL when it sees it.
        Assert.True(files[true].Count(file => Statement().IsMatch(file.Text)) > 20);
        Assert.All(files[false], file => Assert.False(Statement().IsMatch(file.Text), $"{file} has SQL: {Statement().Match(file.Text)}"));
    }

    [Fact]
    public void of_a_slice_read_no_configuration() =>
        Assert.All(SourceTree.Code.Where(file => file.IsOfSlice), file =>
            Assert.False(file.Text.Contains("IConfiguration", StringComparison.Ordinal), $"{file}: bind an options class, validated at the start."));

    [Fact]
    public void lie_in_folders_named_by_capability() =>
        Assert.All(SourceTree.Code, file => Assert.Empty(file.Path.Split('/').SkipLast(1).Intersect(Layers)));

    [Fact]
    public void are_short_enough_to_read_at_once() =>
        Assert.All(SourceTree.Code, file => Assert.True(file.Text.Count(letter => letter == '\n') <= 300, $"{file} has more than 300 lines."));

    [Fact]
    public void read_and_write_dates_by_Dates_alone() =>
        Assert.All(SourceTree.Code.Where(file => file.IsOfSlice), file => Assert.DoesNotContain("yyyy-MM-dd", file.Text, StringComparison.Ordinal));

    [Fact]
    public void leave_nothing_for_later() =>
        Assert.All(SourceTree.Code.Concat(SourceTree.Protos), file => Assert.DoesNotMatch(Leftover(), file.Text));

    [Fact]
    public void are_in_the_namespace_of_their_folder()
    {
        foreach (var file in SourceTree.Code.Where(file => file.Project is not "src/Contracts" and not "src/AppHost"))
        {
            if (Namespace().Match(file.Text) is not { Success: true } declared)
                continue;
            var project = file.Project["src/".Length..].Replace(".Service", "", StringComparison.Ordinal);
            var folders = file.Path.Split('/')[2..^1];
            Assert.Equal(string.Join('.', ["PersonalBudgets", project, .. folders]), declared.Groups[1].Value);
        }
    }

    // Inside a literal: its opening quotes, or a line of a raw one, and then a statement on a table or a system function.
    [GeneratedRegex(@"(""|^)\s*(select\b[^;""]*\bfrom\b|select\s+pg_|insert\s+into\b|update\s+[\w.]+(\s+\w+)?\s+set\b|delete\s+from\b|with\s+\w+\s+as\s*\()", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|for future use|NotImplementedException")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
