namespace PersonalBudgets.Payments.Bacs;

/// <summary>The character set of a Bacs file: A-Z, 0-9, <c>.</c>, <c>&amp;</c>, <c>/</c>, <c>-</c> and space (DOMAIN 11.4).</summary>
public static class BacsText
{
    /// <summary>A character as a file may hold it: upper case where there is one, a space where there is none.</summary>
    public static char Allowed(char character) => char.ToUpperInvariant(character) switch
    {
        var upper and (>= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '&' or '/' or '-') => upper,
        _ => ' ',
    };

    /// <summary>How many characters of a name or reference a file carries.</summary>
    public const int Length = 18;

    /// <summary>Whether anything of a text is left once it is cut to its field and put into the character set.</summary>
    public static bool IsReadable(string text) => text.Take(Length).Any(character => Allowed(character) is not ' ');
}
