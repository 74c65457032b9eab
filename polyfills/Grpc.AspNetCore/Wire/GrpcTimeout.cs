using System.Globalization;

namespace Grpc.Wire;

/// <summary>The format of <c>grpc-timeout</c>: up to eight digits and a unit of H, M, S, m, u or n.</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long MaxNumber = 99_999_999;

    /// <summary>False if the header breaks the format, which has no zero. What is less than a tick counts as one.</summary>
    public static bool TryParse(string? header, out TimeSpan timeout)
    {
        timeout = default;
        if (header is not { Length: >= 2 and <= MaxDigits + 1 }
            || !long.TryParse(header.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0)
            return false;
        long? ticks = header[^1] switch
        {
            'H' => TimeSpan.TicksPerHour * number,
            'M' => TimeSpan.TicksPerMinute * number,
            'S' => TimeSpan.TicksPerSecond * number,
            'm' => TimeSpan.TicksPerMillisecond * number,
            'u' => TimeSpan.TicksPerMicrosecond * number,
            'n' => (number + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick,
            _ => null,
        };
        timeout = new TimeSpan(ticks ?? 0);
        return ticks is not null;
    }

    /// <summary>The finest unit that holds the time; rounded up, so that the server never gives up before the client.</summary>
    public static string Format(TimeSpan timeout)
    {
        var microseconds = (timeout.Ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;
        if (microseconds <= 0)
            return "1n";
        if (microseconds <= MaxNumber)
            return microseconds.ToString(CultureInfo.InvariantCulture) + "u";
        var milliseconds = (microseconds + 999) / 1000;
        if (milliseconds <= MaxNumber)
            return milliseconds.ToString(CultureInfo.InvariantCulture) + "m";
        return Math.Min((milliseconds + 999) / 1000, MaxNumber).ToString(CultureInfo.InvariantCulture) + "S";
    }
}
