using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using PersonalBudgets.EndToEnd.Tests.House;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>An upload of a gigabyte at the method that takes the most, 256 MiB: refused with a problem document, early, and in flat memory.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class A_load_that_is_too_large(StandingHouse standing)
{
    private const long Mebibyte = 1024 * 1024;
    private const long Gigabyte = 1024 * Mebibyte;

    // A line that is wrong, and long, so that a gigabyte is few lines.
    private static readonly byte[] Line = [.. "{\"person\":{}}"u8, .. Enumerable.Repeat((byte)' ', 512 * 1024), (byte)'\n'];

    [Fact]
    public async Task is_refused_before_it_is_read_where_it_says_its_length()
    {
        var (answer, sent) = await UploadAsync(Guid.NewGuid().ToString(), $"Content-Length: {Gigabyte}", line => line);

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("REQUEST_TOO_LARGE", answer, StringComparison.Ordinal);
        Assert.InRange(sent, 0, 64 * Mebibyte);
    }

    [Fact]
    public async Task is_refused_at_the_limit_where_it_does_not_in_flat_memory()
    {
        var requestId = Guid.NewGuid().ToString();
        var before = ResidentBytes();

        var (answer, sent) = await UploadAsync(
            requestId, "Transfer-Encoding: chunked", line => [.. Encoding.ASCII.GetBytes($"{line.Length:x}\r\n"), .. line, .. "\r\n"u8]);

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("REQUEST_TOO_LARGE", answer, StringComparison.Ordinal);
        Assert.InRange(sent, 200 * Mebibyte, 400 * Mebibyte);
        Assert.InRange(ResidentBytes() - before, -Gigabyte, 200 * Mebibyte);
        // The load waits, as any that was cut off: a sender that splits the file begins another.
        var load = await new Caseload(standing.House.Rest, await standing.TokenAsync("trust")).FindAsync(requestId);
        Assert.Equal("PEOPLE_LOAD_STATE_OPEN", load["state"]!.GetValue<string>());
    }

    /// <summary>Sends lines until there is an answer, as a client does that listens while it sends.</summary>
    private async Task<(string Answer, long Sent)> UploadAsync(string requestId, string length, Func<byte[], byte[]> frame)
    {
        var address = standing.House.Rest.BaseAddress!;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        var head = $"POST /v1/people:load HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {await standing.TokenAsync("trust")}\r\n"
            + $"X-Request-ID: {requestId}\r\nContent-Type: {Caseload.MediaType}\r\n{length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        var answer = ReadAsync(stream);
        var (part, sent) = (frame(Line), 0L);
        try
        {
            for (; sent < Gigabyte && !answer.IsCompleted; sent += Line.Length)
                await stream.WriteAsync(part).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (IOException)
        {
            // The other side takes no more: its answer was on the way before.
        }

        return (await answer.WaitAsync(TimeSpan.FromSeconds(60)), sent);
    }

    /// <summary>All that comes until the connection ends; the server breaks it off, because there is more that it does not take.</summary>
    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var (answer, buffer) = (new StringBuilder(), new byte[16 * 1024]);
        try
        {
            while (!answer.ToString().Contains("REQUEST_TOO_LARGE", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var count)
                answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (IOException) when (answer.Length > 0)
        {
        }

        return answer.ToString();
    }

    private long ResidentBytes() => new[] { "gateway", "assessment" }.SelectMany(name => standing.House.Programs[name].Replicas).Sum(process =>
    {
        using var found = Process.GetProcessById(process.Id);
        return found.WorkingSet64;
    });
}
