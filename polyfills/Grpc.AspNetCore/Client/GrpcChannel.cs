using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A way to the server at one address, <c>http://host:port</c> for HTTP/2 in clear text. Safe for many threads; meant to live long.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<IMethod, Uri> _addresses = new();
    private readonly HttpMessageInvoker _http;
    private readonly bool _disposeHttp;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
            throw new ArgumentException("HttpClient and HttpHandler have been configured. Only one HTTP caller can be specified.", nameof(options));
        Address = address;
        Options = options;
        _disposeHttp = options is { HttpClient: null, HttpHandler: null } || options.DisposeHttpClient;
        _http = options.HttpClient ?? new HttpMessageInvoker(
            options.HttpHandler ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true, AllowAutoRedirect = false, UseCookies = false },
            _disposeHttp);
        Encodings = options.CompressionProviders is { Count: > 0 } own ? new Encodings(own) : Encodings.Default;
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    internal Encodings Encodings { get; }

    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address));

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) => ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"Address '{address.OriginalString}' doesn't have a host. A gRPC address looks like 'http://server:port'.", nameof(address));
        return new GrpcChannel(address, channelOptions);
    }

    public override CallInvoker CreateCallInvoker() => new ChannelCallInvoker(this);

    public void Dispose()
    {
        if (_disposeHttp)
            _http.Dispose();
    }

    internal Uri AddressOf(IMethod method) => _addresses.GetOrAdd(method, static (m, channel) => new Uri(channel.Address, m.FullName), this);

    /// <summary>Ends with the headers of the response: its messages are read as they come.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http is HttpClient client
        ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
        : _http.SendAsync(request, cancellationToken);

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
