using System.Text.RegularExpressions;

namespace PersonalBudgets.Tests.Support;

/// <summary>How hard a text is to read: Flesch's reading ease, 100 very easy, 60 to 70 plain English, 30 for graduates.</summary>
public static partial class Readability
{
    /// <summary>The sentences of a text.</summary>
    public static IReadOnlyList<string> Sentences(string text) => [.. Ends().Split(text).Where(sentence => sentence.Trim().Length > 0)];

    /// <summary>The words of a text.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    /// <summary>206.835 - 1.015 (words / sentences) - 84.6 (syllables / words).</summary>
    public static double Ease(string text)
    {
        var words = Words(text);
        return 206.835 - 1.015 * words.Count / Sentences(text).Count - 84.6 * words.Sum(Syllables) / words.Count;
    }

    /// <summary>Groups of vowels, without a silent e; what is in capitals is spelt.</summary>
    public static int Syllables(string word)
    {
        if (word.Length > 1 && word.All(char.IsUpper))
            return word.Length;
        var bare = SilentEnd().Replace(word.ToLowerInvariant(), "");
        return Math.Max(1, Vowels().Count(bare));
    }

    [GeneratedRegex(@"(?<=[.?!:])\s+")]
    private static partial Regex Ends();

    [GeneratedRegex(@"[A-Za-z]+(?:['’-][A-Za-z]+)*")]
    private static partial Regex Word();

    [GeneratedRegex("(?<=[^l])e$|(?<=[^td])ed$|(?<=[^scxz])es$")]
    private static partial Regex SilentEnd();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();
}
