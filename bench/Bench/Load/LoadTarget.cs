using System.Buffers.Binary;
using Google.Protobuf;

namespace PersonalBudgets.Bench.Load;

/// <summary>What a load generator sends, and how it knows a good answer.</summary>
/// <param name="Address">Where to.</param>
/// <param name="IsHttp2">HTTP/2 without negotiation, else HTTP/1.1.</param>
/// <param name="Headers">Beside those of the protocol.</param>
/// <param name="Body">The body of every request, which makes it a POST; null for a GET.</param>
/// <param name="LeastAnswer">The bytes of body that every answer has at least: a refusal on gRPC has none, and status 200.</param>
internal sealed record LoadTarget(Uri Address, bool IsHttp2, IReadOnlyDictionary<string, string> Headers, byte[]? Body, int LeastAnswer)
{
    private const int FrameHeader = 5;

    /// <summary>A gRPC call.</summary>
    /// <param name="server">Where the server is.</param>
    /// <param name="method">The path of the method.</param>
    /// <param name="token">The caller's.</param>
    /// <param name="request">The message.</param>
    /// <param name="leastAnswer">The bytes that the answer's message has at least.</param>
    public static LoadTarget Call(Uri server, string method, string token, IMessage request, int leastAnswer)
    {
        var frame = new byte[FrameHeader + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), request.CalculateSize());
        request.WriteTo(frame.AsSpan(FrameHeader));
        var headers = new Dictionary<string, string> { ["content-type"] = "application/grpc", ["te"] = "trailers", ["authorization"] = $"Bearer {token}" };
        return new LoadTarget(new Uri(server, method), IsHttp2: true, headers, frame, FrameHeader + leastAnswer);
    }

    /// <summary>A REST request over HTTP/1.1.</summary>
    public static LoadTarget Json(Uri server, string route, string token, byte[]? body, int leastAnswer)
    {
        var headers = new Dictionary<string, string> { ["authorization"] = $"Bearer {token}" };
        if (body is not null)
            headers["content-type"] = "application/json";
        return new LoadTarget(new Uri(server, route), IsHttp2: false, headers, body, leastAnswer);
    }
}
