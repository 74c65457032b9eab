using Grpc.Core;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>What became of a call.</summary>
public sealed class Answer : IDisposable
{
    private readonly PooledBuffer? _body;
    private readonly int _start;

    private Answer(StatusCode code, PooledBuffer? body = null, int start = 0)
    {
        Code = code;
        _body = body;
        _start = start;
    }

    public StatusCode Code { get; }

    /// <summary>The message, in protobuf's bytes, of a call that went well.</summary>
    public ReadOnlySpan<byte> Message => _body is null ? default : _body.Span[_start..];

    /// <summary>The answer was stored: the request id had been used for the same request before.</summary>
    public bool IsReplay { get; private init; }

    /// <summary>The <c>google.rpc.Status</c> of a refusal, in protobuf's bytes; empty where the service gave none.</summary>
    public byte[] Details { get; private init; } = [];

    /// <summary>The service has seen nothing of the call.</summary>
    public bool NeverLeft { get; private init; }

    public static Answer Good(PooledBuffer body, int start, bool isReplay) => new(StatusCode.OK, body, start) { IsReplay = isReplay };

    public static Answer Refused(StatusCode code, byte[] details) => new(code) { Details = details };

    public static Answer Failed(StatusCode code, bool neverLeft = false) => new(code) { NeverLeft = neverLeft };

    public void Dispose() => _body?.Dispose();
}
