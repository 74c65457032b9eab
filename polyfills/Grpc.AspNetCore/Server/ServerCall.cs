using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>One call on the server: its request as gRPC sees it, and the one place that writes its answer.</summary>
internal sealed class ServerCall : ServerCallContext, IServerCallContextFeature, IDisposable
{
    // CancellationTokenSource takes no longer delay; a caller who waits 24 days has other troubles.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    // Inside the suite callers prove themselves by token; client certificates end at the edge.
    private static readonly AuthContext Unproved = new(null, []);

    private readonly MethodSettings _settings;
    private readonly Lock _writing = new();
    private CancellationTokenSource? _deadlineSource;
    private CancellationTokenRegistration _aborted;
    private MessageWriter? _writer;
    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private Status _status;
    private bool _headersSent;
    private bool _flushing;
    private bool _ended;

    public ServerCall(HttpContext httpContext, IMethod method, MethodSettings settings)
    {
        HttpContext = httpContext;
        GrpcMethod = method;
        _settings = settings;
        var headers = httpContext.Request.Headers;
        Reader = new MessageReader(httpContext.Request.BodyReader, settings.MaxReceiveMessageSize, settings.Encodings, headers.GrpcEncoding);
        httpContext.Response.ContentType = Protocol.ContentType;

        DeadlineCore = DateTime.MaxValue;
        if (GrpcTimeout.TryParse(headers.GrpcTimeout, out var timeout))
        {
            HasDeadline = true;
            var now = DateTime.UtcNow;
            DeadlineCore = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        }
    }

    public HttpContext HttpContext { get; }

    public IMethod GrpcMethod { get; }

    public MessageReader Reader { get; }

    public ServerCallContext ServerCallContext => this;

    public bool HasDeadline { get; }

    /// <summary>By the clock or by its timer, which may be a little ahead; a timer that fires for a caller who went away does not count.</summary>
    public bool DeadlinePassed => HasDeadline
        && (DateTime.UtcNow >= DeadlineCore || _deadlineSource is { IsCancellationRequested: true } && !HttpContext.RequestAborted.IsCancellationRequested);

    protected override string MethodCore => GrpcMethod.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore => HttpContext.Connection is { RemoteIpAddress: { } address } connection
        ? address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? $"ipv4:{address}:{connection.RemotePort}"
            : $"ipv6:[{address}]:{connection.RemotePort}"
        : "unknown";

    protected override DateTime DeadlineCore { get; }

    protected override CancellationToken CancellationTokenCore => HasDeadline ? DeadlineToken() : HttpContext.RequestAborted;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders(HttpContext.Request.Headers);

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Unproved;

    private bool HasMessage => _writer is { HasWritten: true };

    /// <summary>Serialises a message into the response without sending it yet.</summary>
    public void Write<T>(T message, Action<T, SerializationContext> serialise, WriteOptions? options)
    {
        lock (_writing)
        {
            if (_ended)
                throw new InvalidOperationException("Can't write the message because the request is complete.");
            _writer ??= CreateWriter();
            _writer.Write(message, serialise, options);
        }
    }

    /// <summary>Sends what is written; waits while the caller reads slowly.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        _headersSent = true;
        _flushing = true;
        var result = await HttpContext.Response.BodyWriter.FlushAsync(cancellationToken);
        _flushing = false;
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException("The call ended while a message was sent.");
    }

    /// <summary>Answers with a status and what the call's trailers hold. Only the first end of a call counts.</summary>
    public void End(Status status, Metadata? more = null, bool withTrailers = true)
    {
        lock (_writing)
        {
            if (_ended)
                return;
            _ended = true;
            _status = status;
            var response = HttpContext.Response;
            // Without a message the answer is "trailers only": everything goes out in its one block of headers.
            var destination = HasMessage || response.HasStarted
                ? HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
                : response.Headers;
            destination.GrpcStatus = Protocol.Format(status.StatusCode);
            if (!string.IsNullOrEmpty(status.Detail))
                destination.GrpcMessage = PercentEncoding.Encode(status.Detail);
            if (withTrailers && _trailers is not null)
                Append(destination, _trailers);
            if (more is not null)
                Append(destination, more);
        }
    }

    /// <summary>Sends the end now, though the handler still runs.</summary>
    public async Task SendEndAsync()
    {
        // A caller who does not read would keep the trailers behind the messages for ever.
        if (_flushing && HttpContext.Features.Get<IHttpResetFeature>() is { } stream)
            stream.Reset(Protocol.Http2Cancel);
        else
            await HttpContext.Response.CompleteAsync();
    }

    public void Dispose()
    {
        _aborted.Dispose();
        _deadlineSource?.Dispose();
        if (HttpContext.Features.Get<IHttpActivityFeature>()?.Activity is { } activity)
            activity.SetTag("grpc.method", MethodCore).SetTag("grpc.status_code", Protocol.Format(_status.StatusCode));
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_headersSent || HasMessage)
            throw new InvalidOperationException("Response headers can only be sent once per call.");
        var encoding = responseHeaders.GetValue(Protocol.EncodingRequestKey);
        // The writer says in the headers how it packs the messages.
        _writer ??= encoding is null ? CreateWriter() : CreateWriter(_settings.Encodings.Find(encoding));
        foreach (var entry in responseHeaders)
            if (entry.Key != Protocol.EncodingRequestKey)
                Append(HttpContext.Response.Headers, entry);
        await FlushAsync(CancellationToken.None);
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Calls hand their context on by EnableCallContextPropagation of the client.");

    /// <summary>Made when somebody asks: most calls end before anybody waits.</summary>
    private CancellationToken DeadlineToken()
    {
        lock (_writing)
        {
            if (_deadlineSource is null)
            {
                var left = DeadlineCore - DateTime.UtcNow;
                _deadlineSource = new CancellationTokenSource(left < LongestTimer ? left > TimeSpan.Zero ? left : TimeSpan.Zero : LongestTimer);
                _aborted = HttpContext.RequestAborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _deadlineSource);
            }

            return _deadlineSource.Token;
        }
    }

    private MessageWriter CreateWriter()
    {
        var compression = _settings.ResponseCompression;
        return CreateWriter(compression is not null && Accepts(compression.EncodingName) ? compression : null);
    }

    private MessageWriter CreateWriter(ICompressionProvider? compression)
    {
        if (compression is not null)
            HttpContext.Response.Headers.GrpcEncoding = compression.EncodingName;
        return new MessageWriter(HttpContext.Response.BodyWriter, _settings.MaxSendMessageSize, compression, _settings.ResponseCompressionLevel);
    }

    private bool Accepts(string encoding) =>
        HttpContext.Request.Headers.GrpcAcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(encoding);

    private static Metadata ReadHeaders(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
            if (!Protocol.IsReserved(name))
                foreach (var value in values)
                    Headers.Add(metadata, name, value ?? "");
        return metadata;
    }

    private static void Append(IHeaderDictionary destination, Metadata metadata)
    {
        foreach (var entry in metadata)
            Append(destination, entry);
    }

    private static void Append(IHeaderDictionary destination, Metadata.Entry entry) => destination.Append(entry.Key, Headers.Text(entry));
}
