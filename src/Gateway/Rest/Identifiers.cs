namespace PersonalBudgets.Gateway.Rest;

/// <summary>
/// NHS numbers in places that end up in logs of every proxy on the way: paths and query strings. Found by their check digit
/// (modulus 11), as ten digits together or in the printed form 999 123 4567.
/// </summary>
public static class Identifiers
{
    private const int Length = 10;

    /// <summary>Whether the text holds an NHS number.</summary>
    public static bool StandIn(ReadOnlySpan<char> text)
    {
        for (var start = 0; start + Length <= text.Length; start++)
        {
            if (char.IsAsciiDigit(text[start]) && (start == 0 || !char.IsAsciiLetterOrDigit(text[start - 1])) && StandsAt(text[start..]))
                return true;
        }

        return false;
    }

    private static bool StandsAt(ReadOnlySpan<char> text)
    {
        Span<int> digits = stackalloc int[Length];
        var count = 0;
        var index = 0;
        for (; index < text.Length && count < Length; index++)
        {
            if (char.IsAsciiDigit(text[index]))
                digits[count++] = text[index] - '0';
            else if (!(text[index] is ' ' or '-' or '+' && count is 3 or 6))
                return false;
        }

        return count == Length && (index == text.Length || !char.IsAsciiLetterOrDigit(text[index])) && HasCheckDigit(digits);
    }

    private static bool HasCheckDigit(ReadOnlySpan<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < Length - 1; i++)
            sum += digits[i] * (Length - i);
        return (11 - (sum % 11)) % 11 == digits[^1];
    }
}
