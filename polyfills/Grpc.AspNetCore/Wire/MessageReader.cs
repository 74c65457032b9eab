using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>Takes messages out of a body, in place: a message is deserialised from the transport's own buffers.</summary>
internal sealed class MessageReader(PipeReader pipe, int? maxSize, Encodings encodings, string? encodingName) : DeserializationContext
{
    public static readonly Status TooLarge = new(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size.");
    public static readonly Status Incomplete = new(StatusCode.Internal, "Incomplete message.");
    public static readonly Status Additional = new(StatusCode.Internal, "Additional data after the message received.");

    private ReadOnlySequence<byte> _payload;
    private bool _ended;

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>The next message, or null where the body ends.</summary>
    public async ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserialise, CancellationToken cancellationToken)
        where T : class
    {
        while (!_ended)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            if (result.IsCanceled)
                throw new OperationCanceledException("The body was cancelled while a message was read.");
            var rest = result.Buffer;
            var message = Take(ref rest, deserialise);
            _ended = result.IsCompleted && rest.IsEmpty;
            if (message is not null)
            {
                pipe.AdvanceTo(rest.Start);
                return message;
            }

            if (result.IsCompleted && !rest.IsEmpty)
                throw new RpcException(Incomplete);
            pipe.AdvanceTo(rest.Start, rest.End);
        }

        return null;
    }

    /// <summary>Waits for the end of a body that may hold no further message.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            if (!result.Buffer.IsEmpty)
                throw new RpcException(Additional);
            pipe.AdvanceTo(result.Buffer.End);
            _ended = result.IsCompleted;
        }
    }

    /// <summary>Gives the buffers back; nothing can be read any more.</summary>
    public void Complete() => pipe.Complete();

    private T? Take<T>(ref ReadOnlySequence<byte> buffer, Func<DeserializationContext, T> deserialise)
        where T : class
    {
        if (buffer.Length < Protocol.FrameHeaderSize)
            return null;
        Span<byte> copy = stackalloc byte[Protocol.FrameHeaderSize];
        scoped var header = buffer.FirstSpan;
        if (header.Length < Protocol.FrameHeaderSize)
        {
            buffer.Slice(0, Protocol.FrameHeaderSize).CopyTo(copy);
            header = copy;
        }

        var compressed = header[0];
        // A length above int.MaxValue comes out above every limit, and is refused before anything is reserved for it.
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(maxSize ?? int.MaxValue))
            throw new RpcException(TooLarge);
        if (buffer.Length < Protocol.FrameHeaderSize + (long)length)
            return null;
        var payload = buffer.Slice(Protocol.FrameHeaderSize, length);
        _payload = compressed == 0 ? payload : Decompress(compressed, payload);
        buffer = buffer.Slice(payload.End);
        try
        {
            return deserialise(this);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new RpcException(new Status(StatusCode.Internal, "Failed to deserialize the message.", malformed));
        }
        finally
        {
            _payload = default;
        }
    }

    private ReadOnlySequence<byte> Decompress(byte flag, in ReadOnlySequence<byte> payload)
    {
        if (flag != 1)
            throw new RpcException(new Status(StatusCode.Internal, "Unexpected compressed flag value in message header."));
        if (encodingName is null or Protocol.Identity)
            throw new RpcException(new Status(StatusCode.Internal, "Compressed message without a grpc-encoding that says how."));
        var provider = encodings.Find(encodingName)
            ?? throw new RpcException(
                new Status(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encodingName}'. Supported encodings: {encodings.Accepted}"),
                new Metadata { { Protocol.AcceptEncodingHeader, encodings.Accepted } });
        try
        {
            return Encodings.Decompress(provider, payload, maxSize);
        }
        catch (InvalidDataException malformed)
        {
            throw new RpcException(new Status(StatusCode.Internal, "Failed to decompress the message.", malformed));
        }
    }
}
