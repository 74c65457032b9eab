using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace PersonalBudgets.Gateway.Json;

/// <summary>
/// Instants as text by RFC 3339, to the nanosecond that a Timestamp keeps; .NET's own parser stops at a tenth of a microsecond.
/// Years 0001 to 9999; no leap seconds; capital T and Z.
/// </summary>
public static class Rfc3339
{
    public const int MaximumLength = 30;

    private const string ToTheSecond = "yyyy-MM-ddTHH:mm:ss";

    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp value)
    {
        value = null!;
        if (text.Length <= ToTheSecond.Length ||
            !DateTime.TryParseExact(text[..ToTheSecond.Length], ToTheSecond, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;

        var rest = text[ToTheSecond.Length..];
        if (!TryTakeNanoseconds(ref rest, out var nanoseconds) || !TryReadOffset(rest, out var offset))
            return false;

        var ticks = local.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;

        value = new Timestamp { Seconds = (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond, Nanos = nanoseconds };
        return true;
    }

    /// <summary>Writes with 0, 3, 6 or 9 decimals, as few as keep the value, and says how many characters that took.</summary>
    public static int Format(Timestamp value, Span<char> text)
    {
        var instant = DateTime.UnixEpoch.AddSeconds(value.Seconds);
        instant.TryFormat(text, out var length, ToTheSecond, CultureInfo.InvariantCulture);
        if (value.Nanos != 0)
        {
            var (fraction, format) = value.Nanos % 1_000_000 == 0 ? (value.Nanos / 1_000_000, "D3")
                : value.Nanos % 1_000 == 0 ? (value.Nanos / 1_000, "D6")
                : (value.Nanos, "D9");
            text[length++] = '.';
            fraction.TryFormat(text[length..], out var digits, format, CultureInfo.InvariantCulture);
            length += digits;
        }

        text[length++] = 'Z';
        return length;
    }

    private static bool TryTakeNanoseconds(ref ReadOnlySpan<char> rest, out int nanoseconds)
    {
        nanoseconds = 0;
        if (rest[0] != '.')
            return true;

        var digits = 0;
        while (digits + 1 < rest.Length && char.IsAsciiDigit(rest[digits + 1]))
            digits++;
        if (digits is 0 or > 9)
            return false;

        nanoseconds = int.Parse(rest[1..(digits + 1)], CultureInfo.InvariantCulture);
        for (var i = digits; i < 9; i++)
            nanoseconds *= 10;
        rest = rest[(digits + 1)..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = default;
        if (rest is "Z")
            return true;
        if (rest.Length != 6 || rest[0] is not ('+' or '-') || !TimeSpan.TryParseExact(rest[1..], "hh\\:mm", CultureInfo.InvariantCulture, out offset))
            return false;
        if (rest[0] == '-')
            offset = -offset;
        return true;
    }
}
