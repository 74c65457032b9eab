using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>Messages as gRPC sends them: a byte that says whether they are compressed (ours are not), their length, their bytes.</summary>
internal static class Frames
{
    public const int Header = 5;

    /// <summary>The largest message that a service may answer with.</summary>
    public const int MaximumAnswerBytes = 4 << 20;

    public static PooledBuffer Of(IMessage message)
    {
        var size = message.CalculateSize();
        var buffer = new PooledBuffer(Header + size);
        Write(buffer, message, size);
        return buffer;
    }

    public static void Write(PooledBuffer buffer, IMessage message) => Write(buffer, message, message.CalculateSize());

    /// <summary>The length of the message whose frame begins here; -1 if it is compressed.</summary>
    public static long LengthOf(ReadOnlySpan<byte> frame) => frame[0] == 0 ? BinaryPrimitives.ReadUInt32BigEndian(frame[1..]) : -1;

    /// <summary>Whether these bytes are one frame and nothing else.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length >= Header && LengthOf(bytes) == bytes.Length - Header;

    private static void Write(PooledBuffer buffer, IMessage message, int size)
    {
        var span = buffer.GetSpan(Header + size);
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], size);
        message.WriteTo(span.Slice(Header, size));
        buffer.Advance(Header + size);
    }
}

/// <summary>The one frame of a request that is no stream.</summary>
internal sealed class FrameContent(ReadOnlyMemory<byte> frame) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(frame, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = frame.Length;
        return true;
    }
}
