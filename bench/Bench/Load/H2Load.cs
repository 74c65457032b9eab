using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PersonalBudgets.Bench.Load;

/// <summary>What <c>h2load</c> counted.</summary>
internal readonly record struct LoadCount(long Requests, double RequestsPerSecond);

/// <summary>nghttp2's load generator: 32 requests in flight, as 8 connections of 4 streams; over HTTP/1.1, which has no streams, as 32 connections.</summary>
internal static partial class H2Load
{
    private const int Connections = 8, Streams = 4;

    /// <summary>Asks as fast as answers come, for a time.</summary>
    /// <exception cref="InvalidOperationException">An answer was none: the figures would be of something else.</exception>
    public static Task<LoadCount> RunAsync(LoadTarget target, TimeSpan length, CancellationToken cancellationToken) =>
        RunAsync(target, ["-D", Math.Max(1, (int)Math.Round(length.TotalSeconds)).ToString(CultureInfo.InvariantCulture)], cancellationToken);

    /// <summary>Asks a few times and waits for every answer, however long a program takes that has just been started.</summary>
    /// <exception cref="InvalidOperationException">An answer was none.</exception>
    public static Task<LoadCount> AskAsync(LoadTarget target, CancellationToken cancellationToken) => RunAsync(target, ["-n", $"{Connections * Streams}"], cancellationToken);

    private static async Task<LoadCount> RunAsync(LoadTarget target, string[] amount, CancellationToken cancellationToken)
    {
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, target.Body ?? [], cancellationToken);
            using var process = Process.Start(new ProcessStartInfo("h2load", Arguments(target, amount, body)) { RedirectStandardOutput = true, RedirectStandardError = true })
                ?? throw new InvalidOperationException("h2load did not start.");
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return Read(await output, target.LeastAnswer) ?? throw new InvalidOperationException($"Not every request got its answer.{Environment.NewLine}{await output}{await errors}");
        }
        finally
        {
            File.Delete(body);
        }
    }

    /// <summary>The figures of a report; null where a request failed or got too short an answer.</summary>
    public static LoadCount? Read(string report, int leastAnswer)
    {
        if (Requests().Match(report) is not { Success: true } requests || Speed().Match(report) is not { Success: true } speed
            || Statuses().Match(report) is not { Success: true } statuses || Data().Match(report) is not { Success: true } data)
            return null;
        var total = Count(requests, "total");
        var isGood = total > 0 && Count(requests, "failed") + Count(requests, "errored") + Count(requests, "timeout") == 0
            && Count(statuses, "good") >= total && Count(data, "bytes") >= total * leastAnswer;
        return isGood ? new LoadCount(total, double.Parse(speed.Groups["rate"].Value, CultureInfo.InvariantCulture)) : null;
    }

    private static IEnumerable<string> Arguments(LoadTarget target, string[] amount, string body)
    {
        string[] flow = target.IsHttp2 ? ["-c", $"{Connections}", "-m", $"{Streams}"] : ["--h1", "-c", $"{Connections * Streams}"];
        string[] sending = target.Body is null ? [] : ["-d", body, "-H", ":method: POST"];
        return
        [
            "-t", "1", .. amount, .. flow, .. sending,
            .. target.Headers.SelectMany(header => (string[])["-H", $"{header.Key}: {header.Value}"]), target.Address.AbsoluteUri,
        ];
    }

    private static long Count(Match match, string group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in [\d.]+[mu]?s, (?<rate>[\d.]+) req/s")]
    private static partial Regex Speed();

    [GeneratedRegex(@"requests: (?<total>\d+) total, .*? (?<failed>\d+) failed, (?<errored>\d+) errored, (?<timeout>\d+) timeout")]
    private static partial Regex Requests();

    [GeneratedRegex(@"status codes: (?<good>\d+) 2xx")]
    private static partial Regex Statuses();

    [GeneratedRegex(@"traffic: .* \((?<bytes>\d+)\) data")]
    private static partial Regex Data();
}
