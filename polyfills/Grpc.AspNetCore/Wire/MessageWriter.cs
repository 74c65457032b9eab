using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>Puts messages into a body. One whose length is known beforehand is serialised straight into the body's own buffers.</summary>
internal sealed class MessageWriter(IBufferWriter<byte> body, int? maxSize, ICompressionProvider? compression, CompressionLevel? level) : SerializationContext
{
    private ArrayBufferWriter<byte>? _buffer;
    private bool _direct;
    private bool _compress;

    public bool HasWritten { get; private set; }

    public void Write<T>(T message, Action<T, SerializationContext> serialise, WriteOptions? options)
    {
        _compress = compression is not null && (options is null || (options.Flags & WriteFlags.NoCompress) == 0);
        _direct = false;
        _buffer?.ResetWrittenCount();
        serialise(message, this);
    }

    public override void SetPayloadLength(int payloadLength)
    {
        if (_compress)
            return;
        WriteHeader(0, payloadLength);
        _direct = true;
    }

    public override IBufferWriter<byte> GetBufferWriter() => _direct ? body : _buffer ??= new ArrayBufferWriter<byte>();

    public override void Complete(byte[] payload) => WriteFrame(payload);

    public override void Complete()
    {
        if (!_direct)
            WriteFrame(_buffer is null ? default : _buffer.WrittenSpan);
    }

    private void WriteFrame(ReadOnlySpan<byte> payload)
    {
        // .NET packs nothing into nothing, which other languages do not take for a gzip stream.
        _compress &= payload.Length > 0;
        // A serialiser may announce a length and then hand over a whole array: the header is there already.
        if (_compress)
            payload = Encodings.Compress(compression!, payload, level);
        if (!_direct)
            WriteHeader(_compress ? (byte)1 : (byte)0, payload.Length);
        body.Write(payload);
    }

    private void WriteHeader(byte compressed, int length)
    {
        if (length > maxSize)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size."));
        var header = body.GetSpan(Protocol.FrameHeaderSize);
        header[0] = compressed;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
        body.Advance(Protocol.FrameHeaderSize);
        HasWritten = true;
    }
}
