using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>One call on the client: its life from the request to its one status, whatever brings that about.</summary>
internal abstract class ClientCall : IDisposable
{
    private static readonly Status CancelledByCaller = new(StatusCode.Cancelled, "Call canceled by the client.");
    private static readonly Status Disposed = new(StatusCode.Cancelled, "gRPC call disposed.");
    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "");
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly Lock _ending = new();
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _cancelled;
    // Somebody always reads the one answer of a client's stream, so its end comes; the answers to a duplex stream may go unread.
    private readonly TaskCompletionSource? _ended;
    private Task<HttpResponseMessage>? _response;
    private Task<Metadata>? _headers;
    private Outcome? _outcome;

    protected ClientCall(GrpcChannel channel, IMethod method, in CallOptions options)
    {
        Channel = channel;
        GrpcMethod = method;
        Options = options;
        CancellationToken = _source.Token;
        _ended = method.Type == MethodType.ClientStreaming ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        if (options.CancellationToken.CanBeCanceled)
            _cancelled = options.CancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(CancelledByCaller), this);
    }

    public Status Status => _outcome?.Status ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    public Metadata Trailers => _outcome?.Trailers
        ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");

    public GrpcChannel Channel { get; }

    public CallOptions Options { get; }

    public IMethod GrpcMethod { get; }

    /// <summary>Fires at the end of the call, unless it ends well.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The response, once its headers are in and it is a gRPC response.</summary>
    public Task<HttpResponseMessage> Response => _response!;

    public Task<Metadata> ResponseHeadersAsync()
    {
        return _headers ??= Observed(ReadAsync());

        async Task<Metadata> ReadAsync()
        {
            try
            {
                return ResponseHead.ReadMetadata((await Response).Headers);
            }
            catch (Exception failure)
            {
                throw End(failure);
            }
        }
    }

    /// <summary>A call that is left before its end is cancelled, on the wire too.</summary>
    public void Dispose()
    {
        Cancel(Disposed);
        Release();
    }

    public void Cancel(Status status)
    {
        if (TrySet(new Outcome(status, [])))
            CancelRequest();
    }

    /// <summary>Turns whatever broke the call into its status; the first one stays.</summary>
    public RpcException End(Exception failure)
    {
        var refusal = failure as RpcException;
        var status = refusal?.Status ?? Failures.ToStatus(failure);
        // Whoever else cancels says so first, so a token that fired by itself means the deadline. The server watches the clock too, and may be the
        // first to give up, with a reset.
        if (CancellationToken.IsCancellationRequested || (refusal is null || status.StatusCode == StatusCode.Cancelled) && Options.Deadline?.ToUniversalTime() <= DateTime.UtcNow)
            status = DeadlineExceeded;
        return End(status, refusal?.Trailers ?? []);
    }

    /// <summary>Ends the call; the exception is for a status other than OK.</summary>
    public RpcException End(Status status, Metadata trailers)
    {
        var first = TrySet(new Outcome(status, trailers));
        var outcome = _outcome!;
        if (first && status.StatusCode != StatusCode.OK)
            CancelRequest();
        Release();
        return new RpcException(outcome.Status, outcome.Trailers);
    }

    /// <summary>What a failed write throws: the call's status, where its end is known. The write itself does not end the call, the answer does.</summary>
    public async Task<RpcException> ToWriteFailureAsync(Exception failure)
    {
        if (failure is not RpcException && _ended is not null)
            await _ended.Task;
        return _outcome is { } outcome
            ? new RpcException(outcome.Status, outcome.Trailers)
            : failure as RpcException ?? new RpcException(Failures.ToStatus(failure));
    }

    protected void Send(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Channel.AddressOf(GrpcMethod))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        RequestHead.Write(request, this);
        _response = SendAsync(request);
        _ = Observed(_response);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (Options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var left = deadline.ToUniversalTime() - DateTime.UtcNow;
            if (left <= TimeSpan.Zero)
                Cancel(DeadlineExceeded);
            else
            {
                request.Headers.TryAddWithoutValidation(Protocol.TimeoutHeader, GrpcTimeout.Format(left));
                _source.CancelAfter(left < LongestTimer ? left : LongestTimer);
            }
        }

        CancellationToken.ThrowIfCancellationRequested();
        if (Options.Credentials is { } credentials)
            await CallCredentialsHeaders.AddAsync(request, credentials, this);
        var response = await Channel.SendAsync(request, CancellationToken);
        if (_outcome is not null)
        {
            response.Dispose();
            throw new OperationCanceledException(CancellationToken);
        }

        ResponseHead.Check(response);
        return response;
    }

    private void CancelRequest()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended on another thread at the same moment: there is no request left to cancel.
        }
    }

    private bool TrySet(Outcome outcome)
    {
        lock (_ending)
        {
            if (_outcome is not null)
                return false;
            _outcome = outcome;
        }

        _ended?.TrySetResult();
        return true;
    }

    private void Release()
    {
        _cancelled.Unregister();
        _source.Dispose();
        if (_response is { IsCompletedSuccessfully: true })
            _response.Result.Dispose();
    }

    /// <summary>Nobody may ever await it, and its failure is the call's status already.</summary>
    private static Task<T> Observed<T>(Task<T> task)
    {
        const TaskContinuationOptions IfFaulted = TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously;
        _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, IfFaulted, TaskScheduler.Default);
        return task;
    }

    private sealed record Outcome(Status Status, Metadata Trailers);
}
