using System.Text.RegularExpressions;
using PersonalBudgets.Platform.Tests.Architecture;

namespace PersonalBudgets.Platform.Tests.Contracts;

/// <summary>A caller can look up why a call was refused: in the comments of the method's contract or in docs/errors.md.</summary>
public sealed partial class Every_reason
{
    private const string Page = "docs/errors.md";

    public static TheoryData<string, string> Thrown
    {
        get
        {
            var thrown = SourceTree.Code.SelectMany(file => Reason().Matches(file.Text).Select(match => (file.Project, Code: match.Groups[1].Value))
                .Concat(Absent().Matches(file.Text).Select(match => (file.Project, Code: $"{match.Groups[1].Value}_NOT_FOUND"))));
            return [.. thrown.Distinct().Order().Select(reason => new TheoryDataRow<string, string>(reason.Project, reason.Code))];
        }
    }

    [Theory]
    [MemberData(nameof(Thrown))]
    public void that_can_be_given_is_documented(string project, string reason)
    {
        var area = project["src/".Length..].Replace(".Service", "", StringComparison.Ordinal).ToLowerInvariant();
        var comments = SourceTree.Protos.Where(file => file.Path.Contains($"/{area}/", StringComparison.Ordinal)).Select(file => file.Text);

        Assert.Contains(comments.Append(SourceTree.Text(Page) ?? ""), text => text.Contains($"`{reason}`", StringComparison.Ordinal));
    }

    [Fact]
    public void fits_what_is_published_of_reasons() =>
        Assert.All(Thrown, row => Assert.Matches("^[A-Z][A-Z0-9_]{1,62}$", row.Data.Item2));

    // The calls that give a reason, each up to its literal; in Gateway/Json the reasons are constants.
    [GeneratedRegex("""
        (?:Refusal\.(?:Rule|Conflict|AlreadyExists|Forbidden|TooMuch|TokenInvalid)\(|new\ BrokenRule\(
          |(?:new\ Violation|new|Fault)\(\s*\$?"[^"]*",(?:\s*"[^"]*",)?
          |Refused\.Http\(\d+,\ StatusCode\.\w+,|new(?:\ Refused)?\((?:StatusCode\.\w+|code),|Refused\.Invalid\("",\ "",
          |public\ const\ string\ \w+\ =)\s*"([A-Z][A-Z0-9_]+)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Reason();

    // Refusal.NotFound("PLAN", ...) gives PLAN_NOT_FOUND.
    [GeneratedRegex(@"Refusal\.NotFound\(\s*""([A-Z_]+)""")]
    private static partial Regex Absent();
}
