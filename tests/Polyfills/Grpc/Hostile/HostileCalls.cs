using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>Calls that are sound HTTP/2 and unsound gRPC, all on one connection, which must still carry a proper call after each test.</summary>
public abstract class HostileCalls : IAsyncLifetime
{
    protected static readonly byte[] Proper = RawCall.Message(new EchoMessage { Text = "a" }.ToByteArray());

    protected HttpClient Http { get; } = new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    protected EchoServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await EchoServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        using (var after = await SendAsync(RawCall.Unary, Proper))
            Assert.Equal(StatusCode.OK, StatusOf(after));
        Http.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<HttpResponseMessage> SendAsync(
        string path, byte[] body, string? contentType = "application/grpc", string? encoding = null, string? timeout = null, (string Name, string Value)? metadata = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Server.Address + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Content(body, contentType),
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);
        if (timeout is not null)
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        if (metadata is { } entry)
            request.Headers.Add(entry.Name, entry.Value);
        var response = await Http.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    protected static ByteArrayContent Content(byte[] body, string? contentType)
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    protected static StatusCode StatusOf(HttpResponseMessage response) => (StatusCode)int.Parse(Header(response, "grpc-status"), CultureInfo.InvariantCulture);

    protected static string DetailOf(HttpResponseMessage response) => Header(response, "grpc-message");

    protected static byte[] Gzip(byte[] plain)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(plain);
        return packed.ToArray();
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? values.Single() : "";
}
