using System.Net;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>The HTTP/2 connections to the services: few, kept alive, and more only where one has no stream left.</summary>
public sealed class Http2 : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        // A name may come to stand for other addresses: connections do not outlive that by long.
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        UseCookies = false,
        UseProxy = false,
    });

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    public static HttpRequestMessage Request(Uri address, string path, HttpContent content)
    {
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>
    /// No connection came about, so the service has seen nothing of the call. A connection that takes too long ends in a cancellation of its own kind;
    /// any other may be that of a body half sent.
    /// </summary>
    public static bool NeverLeft(Exception exception) => exception is OperationCanceledException { InnerException: TimeoutException } or HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    };

    public void Dispose() => _invoker.Dispose();
}
