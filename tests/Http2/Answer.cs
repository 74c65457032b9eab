using System.Globalization;

namespace PersonalBudgets.Tests.Http2;

/// <summary>What the other side said on a stream.</summary>
public sealed class Answer
{
    private readonly List<byte> _body = [];
    private Dictionary<string, string>? _headers;
    private Dictionary<string, string>? _trailers;

    public IReadOnlyDictionary<string, string> Headers => _headers ?? [];

    public IReadOnlyDictionary<string, string> Trailers => _trailers ?? [];

    public byte[] Body => [.. _body];

    /// <summary>Null where the stream was not reset.</summary>
    public ErrorCode? Reset { get; private set; }

    /// <summary>Null where the connection was not ended while the answer was awaited.</summary>
    public ErrorCode? GoAway { get; internal set; }

    /// <summary>Null without headers.</summary>
    public int? HttpStatus => Number(Headers.GetValueOrDefault(":status"));

    /// <summary>The status of gRPC in the trailers, or in the headers where there are no others; null if there is none.</summary>
    public int? GrpcStatus => Number(Trailers.GetValueOrDefault("grpc-status") ?? Headers.GetValueOrDefault("grpc-status"));

    /// <summary>Was the stream ended or reset?</summary>
    public bool IsComplete { get; private set; }

    internal void Add(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Headers when _headers is null:
                _headers = HeaderBlock.Decode(frame.Payload);
                break;
            case FrameType.Headers:
                _trailers = HeaderBlock.Decode(frame.Payload);
                break;
            case FrameType.Data:
                _body.AddRange(frame.Payload);
                break;
            case FrameType.Reset:
                Reset = frame.ReadError();
                break;
        }

        IsComplete |= frame.EndsStream || frame.Type == FrameType.Reset;
    }

    private static int? Number(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
}
