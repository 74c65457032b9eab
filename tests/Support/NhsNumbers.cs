using System.Globalization;

namespace PersonalBudgets.Tests.Support;

/// <summary>Valid NHS numbers of the range that is kept for tests: 999 100 000 and up, the tenth digit checks the nine (modulus 11).</summary>
public static class NhsNumbers
{
    private const int First = 999_100_000;
    private static int _last = First - 1;

    /// <summary>One that this process has not been given by this method before.</summary>
    public static string Next()
    {
        while (true)
        {
            if (Of(Interlocked.Increment(ref _last)) is { } number)
                return number;
        }
    }

    /// <summary>The nth, from 0.</summary>
    public static string Nth(int n) => All().ElementAt(n);

    /// <summary>All of them, in their order.</summary>
    public static IEnumerable<string> All()
    {
        for (var candidate = First; ; candidate++)
        {
            if (Of(candidate) is { } number)
                yield return number;
        }
    }

    // One in eleven has no check digit.
    private static string? Of(int nineDigits)
    {
        var digits = nineDigits.ToString(CultureInfo.InvariantCulture);
        var check = (11 - (digits.Select((digit, place) => (digit - '0') * (10 - place)).Sum() % 11)) % 11;
        return check is 10 ? null : digits + check.ToString(CultureInfo.InvariantCulture);
    }
}
