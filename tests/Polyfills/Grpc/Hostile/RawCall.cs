using System.Buffers.Binary;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>The pieces of a proper call of echo.proto, for tests that break one of them.</summary>
internal static class RawCall
{
    public const string Unary = "/suite.interop.v1.Echo/Unary";
    public const string ServerStream = "/suite.interop.v1.Echo/ServerStream";
    public const string ClientStream = "/suite.interop.v1.Echo/ClientStream";
    public const string Duplex = "/suite.interop.v1.Echo/Duplex";
    public const string Wait = "/suite.interop.v1.Echo/Wait";

    /// <summary>A message without any field.</summary>
    public static readonly byte[] Empty = Message([]);

    public static (string Name, string Value)[] Head(string path, params (string Name, string Value)[] more) =>
    [
        (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"), ("content-type", "application/grpc"), ("te", "trailers"), .. more,
    ];

    public static byte[] Message(byte[] payload, byte flag = 0)
    {
        var message = new byte[5 + payload.Length];
        message[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), payload.Length);
        payload.CopyTo(message, 5);
        return message;
    }

    /// <summary>A unary call in one piece.</summary>
    public static async Task<Answer> CallAsync(this Peer peer, int stream, string path, byte[] body, params (string Name, string Value)[] more)
    {
        await peer.SendAsync(Frame.Headers(stream, Head(path, more)), Frame.Data(stream, body, end: true));
        return await peer.AnswerAsync(stream);
    }
}
