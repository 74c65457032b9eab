using System.Net;
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

    public static Answer Failed(StatusCode code, bool neverLeft = false) => new(code) { NeverLeft = neverLeft };

    private static Answer Good(PooledBuffer body, int start, bool isReplay) => new(StatusCode.OK, body, start) { IsReplay = isReplay };

    /// <summary>Reads the answer of a method that answers with one message.</summary>
    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken timeout)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            return Failed(GrpcStatus.Of(response.StatusCode));

        var body = new PooledBuffer();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(timeout);
            var complete = await body.TryFillAsync(stream, Frames.Header + Frames.MaximumAnswerBytes, timeout);
            var code = GrpcStatus.Of(response) ?? (complete ? StatusCode.Unknown : StatusCode.ResourceExhausted);
            if (code != StatusCode.OK)
                return RefusedBy(response, code);
            if (!Frames.IsOne(body.Span))
                return Failed(StatusCode.Internal);

            var answer = Good(body, Frames.Header, GrpcStatus.Value(response, CallHeaders.IdempotencyHit) == "true");
            body = null;
            return answer;
        }
        finally
        {
            body?.Dispose();
        }
    }

    /// <summary>A service's refusal, with the details that its headers or trailers give.</summary>
    public static Answer RefusedBy(HttpResponseMessage response, StatusCode code) =>
        new(code) { Details = GrpcStatus.Binary(GrpcStatus.Value(response, GrpcStatus.DetailsHeader)) };

    public void Dispose() => _body?.Dispose();
}
