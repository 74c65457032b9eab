using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.PassThrough;

/// <summary>A service's answer, passed on as it comes: headers, messages as soon as they are there, trailers.</summary>
internal static class ResponseBody
{
    private const int Chunk = 16 * 1024;
    private const int HighWater = 64 * 1024;

    /// <summary>Null if the answer was passed on, else why there is none.</summary>
    public static async Task<Refused?> CopyAsync(HttpResponseMessage from, HttpResponse to, CancellationToken cancellationToken)
    {
        if (from.StatusCode != HttpStatusCode.OK || !GrpcDoor.IsGrpc(ContentType(from)))
            return Refused.Plain(GrpcStatus.Of(from.StatusCode));

        ForwardedHeaders.CopyTo(to, from);
        // A server's own refusal, as at a deadline or of bytes that are no message: like every other it gets a reason.
        if (GrpcStatus.OfHeaders(from) is { } code and not StatusCode.OK && GrpcStatus.Value(from, GrpcStatus.DetailsHeader) is null)
            return Refused.Plain(code) with { Code = code, Detail = GrpcStatus.Message(from) ?? Refused.Plain(code).Detail };

        await using var stream = await from.Content.ReadAsStreamAsync(cancellationToken);
        // A buffer of our own: the writer's memory may not be held across a flush.
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            await CopyAsync(stream, to.BodyWriter, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // A body that ends without a status is no answer, though it may look like one.
        if (GrpcStatus.Of(from) is null)
            return Refused.Plain(StatusCode.Unknown);
        foreach (var (name, values) in from.TrailingHeaders.NonValidated)
        {
            foreach (var value in values)
                to.AppendTrailer(name, value);
        }

        return null;
    }

    private static string? ContentType(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("content-type", out var type) ? type.ToString() : null;

    private static async Task CopyAsync(Stream stream, PipeWriter writer, byte[] buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reading = stream.ReadAsync(buffer, cancellationToken).AsTask();
            // What is there goes out before a wait for more; a unary answer and its trailers leave together.
            if (!reading.IsCompleted && writer.UnflushedBytes > 0)
                await writer.FlushAsync(cancellationToken);
            var count = await reading;
            if (count == 0)
                return;
            writer.Write(buffer.AsSpan(0, count));
            // A slow caller holds the service back instead of filling this process.
            if (writer.UnflushedBytes >= HighWater)
                await writer.FlushAsync(cancellationToken);
        }
    }
}
