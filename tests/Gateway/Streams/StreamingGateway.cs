using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Streams;

/// <summary>The REST door as a client of HTTP/1.1 meets it.</summary>
public class StreamingGateway : RunningGateway
{
    public const string Lines = "application/x-ndjson";

    /// <summary>What the service does with the next calls that stream.</summary>
    public void Serve(Func<IAsyncStreamReader<IMessage>, Func<IMessage, Task>, ServerCallContext, Task<IMessage>> stream) => Library.Stream = stream;

    /// <summary>The same for a method whose answer is a stream.</summary>
    public void Serve(Func<IAsyncStreamReader<IMessage>, Func<IMessage, Task>, ServerCallContext, Task> stream) => Library.Stream = async (requests, write, context) =>
    {
        await stream(requests, write, context);
        return null!;
    };

    /// <summary>Sends a request and comes back with the head of its answer.</summary>
    public Task<HttpResponseMessage> OpenAsync(
        string method, string path, HttpContent? content = null, string? accept = null, bool requestId = true, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content, Version = Version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token());
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        if (requestId && method == "POST")
            request.Headers.Add("X-Request-ID", Guid.NewGuid().ToString());
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async Task<Reply> AskAsync(string method, string path, HttpContent? content = null, string? accept = null, bool requestId = true)
    {
        var response = await OpenAsync(method, path, content, accept, requestId);
        return new Reply(response.StatusCode, response, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>The number at which a count that went up has come to stand.</summary>
    public static async Task<long> WhereItStandsAsync(Func<long> count)
    {
        const int Looks = 10;
        var last = 0L;
        for (var same = 0; same < Looks || last == 0; same = last == (last = count()) ? same + 1 : 0)
            await Task.Delay(100);
        return last;
    }

    public static StringContent Body(string lines, string mediaType = Lines) => new(lines, MediaTypeHeaderValue.Parse(mediaType));

    /// <summary>A body that does not say its length.</summary>
    public static PipeContent Chunks(string lines) => new(PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(lines))));

    public static async Task<JsonObject[]> LinesOf(HttpResponseMessage response) =>
        [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
}

/// <summary>The REST door as a client of HTTP/2 meets it.</summary>
public sealed class StreamingGatewayOverHttp2 : StreamingGateway
{
    protected override IEnumerable<string> Settings => ["--Kestrel:Endpoints:http:Protocols=Http2"];

    protected override Version Version => HttpVersion.Version20;
}
