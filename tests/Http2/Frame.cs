using System.Buffers.Binary;

namespace PersonalBudgets.Tests.Http2;

/// <summary>Kinds of frames, numbered as in RFC 9113, section 6.</summary>
public enum FrameType
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    Reset = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>Why a stream was reset or a connection closed, numbered as in RFC 9113, section 7.</summary>
public enum ErrorCode
{
    NoError = 0,
    ProtocolError = 1,
    InternalError = 2,
    FlowControlError = 3,
    StreamClosed = 5,
    FrameSizeError = 6,
    RefusedStream = 7,
    Cancel = 8,
    CompressionError = 9,
    EnhanceYourCalm = 11,
    InadequateSecurity = 12,
}

/// <summary>A frame as it stands on the wire; nothing keeps it from breaking the rules.</summary>
public sealed record Frame(FrameType Type, int Flags, int Stream, byte[] Payload)
{
    public const int HeaderSize = 9;
    public const int EndStream = 1;
    public const int Acknowledged = 1;
    public const int EndHeaders = 4;

    public bool EndsStream => Type is FrameType.Data or FrameType.Headers && (Flags & EndStream) != 0;

    public static Frame Headers(int stream, IEnumerable<(string Name, string Value)> headers, bool end = false) =>
        new(FrameType.Headers, EndHeaders | (end ? EndStream : 0), stream, HeaderBlock.Encode(headers));

    public static Frame Data(int stream, byte[] data, bool end = false) => new(FrameType.Data, end ? EndStream : 0, stream, data);

    public static Frame Reset(int stream, ErrorCode code) => new(FrameType.Reset, 0, stream, Number((int)code));

    /// <param name="lastStream">Streams above it were not looked at.</param>
    /// <param name="code">Why.</param>
    public static Frame GoAway(int lastStream, ErrorCode code) => new(FrameType.GoAway, 0, 0, [.. Number(lastStream), .. Number((int)code)]);

    public static Frame WindowUpdate(int stream, int more) => new(FrameType.WindowUpdate, 0, stream, Number(more));

    public static Frame Ping(bool acknowledged = false) => new(FrameType.Ping, acknowledged ? Acknowledged : 0, 0, new byte[8]);

    public static Frame Settings(params (int Id, int Value)[] settings) =>
        new(FrameType.Settings, 0, 0, [.. settings.SelectMany(one => new[] { (byte)(one.Id >> 8), (byte)one.Id }.Concat(Number(one.Value)))]);

    /// <summary>The code of a reset or of a connection's end.</summary>
    public ErrorCode ReadError() => (ErrorCode)BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Type == FrameType.GoAway ? 4 : 0));

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderSize + Payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Payload.Length << 8 | (int)Type);
        bytes[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), Stream);
        Payload.CopyTo(bytes, HeaderSize);
        return bytes;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
