using System.Globalization;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>The time that is left for a call, as gRPC's header <c>grpc-timeout</c> tells it onwards.</summary>
public readonly struct Deadline(TimeProvider time, TimeSpan length)
{
    public const string Header = "grpc-timeout";

    private readonly long _start = time.GetTimestamp();

    public TimeSpan Length => length;

    public TimeSpan Left => length - time.GetElapsedTime(_start);

    public string HeaderValue => string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((long)Left.TotalMilliseconds, 1, 99_999_999)}m");

    /// <summary>Reads <c>grpc-timeout</c>: at most eight digits, not all zero, and a unit. Null for anything else.</summary>
    public static TimeSpan? Parse(string? header)
    {
        if (header is not { Length: >= 2 and <= 9 }
            || !long.TryParse(header.AsSpan(0, header.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count == 0)
            return null;
        return header[^1] switch
        {
            'H' => TimeSpan.FromHours(count),
            'M' => TimeSpan.FromMinutes(count),
            'S' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMilliseconds(count),
            'u' => TimeSpan.FromMicroseconds(count),
            'n' => TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
    }
}
