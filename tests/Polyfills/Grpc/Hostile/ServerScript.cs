using Google.Protobuf;
using PersonalBudgets.Polyfills.Tests.Interop;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Hostile;

/// <summary>The pieces of a proper answer, for scripts that break one of them.</summary>
internal static class ServerScript
{
    public static readonly EchoMessage Hello = new() { Text = "hello" };

    public static readonly (string Name, string Value)[] Head = [(":status", "200"), ("content-type", "application/grpc")];

    public static readonly byte[] Message = RawCall.Message(Hello.ToByteArray());

    public static Frame[] Answer(int stream) => [Frame.Headers(stream, Head), Frame.Data(stream, Message), Trailers(stream, 0)];

    public static Frame Trailers(int stream, int status) => Frame.Headers(stream, [("grpc-status", $"{status}")], end: true);

    /// <summary>The stream of the next call.</summary>
    public static async Task<int> NextCallAsync(this Peer peer) => (await peer.ReadAsync(FrameType.Headers)).Stream;

    /// <summary>Answers a call, and each after it, properly once its request is complete.</summary>
    public static async Task ServeAsync(this Peer peer)
    {
        while (await peer.ReadAsync() is { } frame)
            if (frame.EndsStream)
                await peer.SendAsync(Answer(frame.Stream));
    }
}
