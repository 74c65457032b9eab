using System.Collections;
using System.Net;
using Google.Protobuf;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Types.V1;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>
/// A streamed body on its way to the service: each line is read when the service has room for it, and is one message. What makes the call
/// impossible to go on with ends it.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="route">Its route.</param>
/// <param name="values">The values of the path's variables.</param>
/// <param name="call">Ends the call.</param>
internal sealed class LineContent(HttpRequest http, RestRoute route, IReadOnlyList<string> values, CancellationTokenSource call) : HttpContent
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _begun;

    /// <summary>Why the call was ended from here; null where it was not.</summary>
    public Refused? Refused { get; private set; }

    /// <summary>Nobody reads the body any more.</summary>
    public Task End => _begun ? _end.Task : Task.CompletedTask;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // HTTP asks again where the service says that it never looked at the call; lines that were read are not kept.
        if (_begun)
            throw new IOException("A stream is not sent again: its lines are not kept.");
        _begun = true;
        try
        {
            using var lines = new Lines(http.BodyReader, route.Method.MaximumMessageBytes, route.Method.MaximumRequestBytes);
            await CopyAsync(lines, stream, cancellationToken);
            if (lines.IsBodyTooLong)
                Refused = TooLarge(route.Method);
        }
        catch (BadHttpRequestException fault)
        {
            Refused = Refused.Http(fault.StatusCode, StatusCode.InvalidArgument, "HTTP_MALFORMED", "The HTTP request is not valid.");
        }
        finally
        {
            _end.SetResult();
        }

        if (Refused is null)
            return;
        await call.CancelAsync();
        throw new OperationCanceledException(call.Token);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <summary>The refusal of a stream that is longer than its method takes.</summary>
    public static Refused TooLarge(PublishedMethod method) =>
        Refused.Http(413, StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE", $"The body may have at most {method.MaximumRequestBytes} bytes.");

    private async Task CopyAsync(Lines lines, Stream stream, CancellationToken ended)
    {
        using var frame = new PooledBuffer();
        while (Refused is null)
        {
            var next = lines.MoveNextAsync(ended);
            // What was read goes out before a wait for more.
            if (!next.IsCompleted)
                await stream.FlushAsync(ended);
            if (!await next)
                return;
            if (Read(lines) is not { } message)
                continue;
            frame.Clear();
            Frames.Write(frame, message);
            await stream.WriteAsync(frame.Memory, ended);
        }
    }

    /// <summary>The message of the present line; null where its faults end the call.</summary>
    private IMessage? Read(Lines lines)
    {
        var (message, faults) = lines.IsTooLong
            ? (null!, [new Violation("", "", Faults.LineTooLong, $"A line may have at most {route.Method.MaximumMessageBytes} bytes.")])
            : RestRequest.ReadLine(http, route, values, lines.Line);
        if (faults.Count > 0 && route.Method.LineFaults is null)
        {
            Refused = Refused.Invalid([.. faults.Select(fault => fault with { Line = lines.Number })]);
            return null;
        }

        // What could be read of a line with faults is not passed on: a half of a message is none.
        if (faults.Count > 0)
            (message, _) = RestRequest.ReadLine(http, route, values, default);
        if (route.Method.LineFaults is { } field)
        {
            // What is wrong with a line is the doors' to say, not the caller's.
            field.Accessor.Clear(message);
            var list = (IList)field.Accessor.GetValue(message);
            foreach (var fault in faults)
                list.Add(new LineFault { Field = fault.Field, Pointer = fault.Pointer ?? "", Reason = fault.Reason, Detail = fault.Detail });
        }

        route.Method.Line?.Accessor.SetValue(message, lines.Number);
        return message;
    }
}
