using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal static class SingleMessages
{
    /// <summary>The one request of a call whose client does not stream.</summary>
    public static async ValueTask<T> ReadOnlyAsync<T>(this ServerCall call, Marshaller<T> marshaller)
        where T : class
    {
        // The server fails the read when the caller goes away: no token needs to be made for that.
        var message = await call.Reader.ReadAsync(marshaller.ContextualDeserializer, CancellationToken.None)
            ?? throw new RpcException(Wire.MessageReader.Incomplete);
        await call.Reader.EndAsync(CancellationToken.None);
        return message;
    }

    /// <summary>The one answer of a call whose server does not stream; it leaves together with the trailers.</summary>
    public static void WriteOnly<T>(this ServerCall call, T? message, Marshaller<T> marshaller)
        where T : class
    {
        if (message is null)
            throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));
        if (!call.DeadlinePassed)
            call.Write(message, marshaller.ContextualSerializer, call.WriteOptions);
    }
}

internal sealed class ServerStreamReader<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("No current element is available.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken) : null;
        _current = await call.Reader.ReadAsync(marshaller.ContextualDeserializer, linked?.Token ?? call.CancellationToken);
        return _current is not null;
    }
}

internal sealed class ServerStreamWriter<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    private Task _last = Task.CompletedTask;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_last.IsCompleted)
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        cancellationToken.ThrowIfCancellationRequested();
        call.CancellationToken.ThrowIfCancellationRequested();
        var options = WriteOptions;
        call.Write(message, marshaller.ContextualSerializer, options);
        if (options is null || (options.Flags & WriteFlags.BufferHint) == 0)
            _last = call.FlushAsync(cancellationToken);
        return _last;
    }
}
