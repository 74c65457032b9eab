using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A request body of gRPC messages, sent while the response is already read.</summary>
internal abstract class RequestContent<T> : HttpContent
    where T : class
{
    private static readonly MediaTypeHeaderValue Grpc = new(Protocol.ContentType);

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Action<T, SerializationContext> _serialise;
    private readonly MessageWriter _writer;

    protected RequestContent(ClientCall call, Marshaller<T> marshaller)
    {
        Headers.ContentType = Grpc;
        Call = call;
        _serialise = marshaller.ContextualSerializer;
        var compression = call.Channel.Encodings.Find(RequestHead.Encoding(call.Options));
        _writer = new MessageWriter(_buffer, call.Channel.Options.MaxSendMessageSize, compression, null);
    }

    protected ClientCall Call { get; }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected ReadOnlyMemory<byte> Serialise(T message, WriteOptions? options)
    {
        _buffer.ResetWrittenCount();
        _writer.Write(message, _serialise, options);
        return _buffer.WrittenMemory;
    }

    /// <summary>
    /// For a body whose stream was reset while it was sent: HTTP would take its failure for that of the call, though the server may not have looked
    /// at it, and would not send it again. The call's own failure ends the wait.
    /// </summary>
    protected Task LeaveToHttpAsync() => Task.Delay(Timeout.Infinite, Call.CancellationToken);
}

/// <summary>The body of a call whose client does not stream.</summary>
internal sealed class MessageContent<T>(ClientCall call, T message, Marshaller<T> marshaller) : RequestContent<T>(call, marshaller)
    where T : class
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var bytes = Serialise(message, Call.Options.WriteOptions);
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
        catch
        {
            await LeaveToHttpAsync();
        }
    }
}

/// <summary>
/// The body of a call whose client streams: open until it is completed or the call ends. HTTP opens it anew where the server never looked at the
/// call; messages are not kept, so that can go well only before the first.
/// </summary>
internal sealed class StreamContent<T>(ClientCall call, Marshaller<T> marshaller) : RequestContent<T>(call, marshaller), IClientStreamWriter<T>
    where T : class
{
    private readonly Lock _opening = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<Stream> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _last = Task.CompletedTask;
    private bool _hasSent;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_last.IsCompleted)
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        if (_completed.Task.IsCompleted)
            throw new InvalidOperationException("Request stream has already been completed.");
        return _last = SendAsync(message, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await _last;
        _completed.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var open = Reopen();
        try
        {
            // The server hears of the call before its first message.
            await stream.FlushAsync(cancellationToken);
            open.TrySetResult(stream);
            await _completed.Task.WaitAsync(cancellationToken);
        }
        catch
        {
            await LeaveToHttpAsync();
        }
    }

    private async Task SendAsync(T message, CancellationToken cancellationToken)
    {
        using var cancelled = cancellationToken.UnsafeRegister(
            static call => ((ClientCall)call!).Cancel(new Status(StatusCode.Cancelled, "Call canceled by the client.")), Call);
        try
        {
            var stream = await OpenAsync();
            await stream.WriteAsync(Serialise(message, WriteOptions), Call.CancellationToken);
            if (WriteOptions is null || (WriteOptions.Flags & WriteFlags.BufferHint) == 0)
                await stream.FlushAsync(Call.CancellationToken);
        }
        catch (Exception failure)
        {
            throw await Call.ToWriteFailureAsync(failure);
        }
    }

    private TaskCompletionSource<Stream> Reopen()
    {
        lock (_opening)
        {
            if (_hasSent)
                throw new IOException("The call cannot be sent again: some of its messages have gone.");
            return _open.Task.IsCompleted ? _open = new(TaskCreationOptions.RunContinuationsAsynchronously) : _open;
        }
    }

    private async Task<Stream> OpenAsync()
    {
        while (true)
        {
            var open = _open;
            // A call that is refused before its body is asked for never opens.
            await Task.WhenAny(open.Task, Call.Response).WaitAsync(Call.CancellationToken);
            if (!open.Task.IsCompleted)
                await Call.Response;
            var stream = await open.Task.WaitAsync(Call.CancellationToken);
            lock (_opening)
            {
                if (open != _open)
                    continue;
                _hasSent = true;
                return stream;
            }
        }
    }
}
