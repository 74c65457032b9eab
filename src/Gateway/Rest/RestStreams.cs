using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>
/// Methods that stream, as newline-delimited JSON: one message a line. A failure before the first line is an ordinary problem document; one
/// after it is the last line, <c>{"error": problem}</c>. Neither side is read faster than the other takes it, and the end of one ends the other.
/// </summary>
public sealed class RestStreams(StreamCaller caller, Problems problems, TimeProvider time)
{
    public const string MediaType = "application/x-ndjson";

    // A slow reader holds the service back instead of filling this process.
    private const int HighWater = 64 * 1024;

    /// <summary>Answers a method that takes one message and gives many.</summary>
    /// <returns>The HTTP status, also of a failure that could only be told in the last line.</returns>
    public async Task<int> AnswerAsync(HttpContext context, RestRoute route, RestRequest request)
    {
        using var call = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var frame = Frames.Of(request.Message);
        var refused = await ExchangeAsync(context, route, () => new FrameContent(frame.Memory), call);
        return await EndAsync(context, refused, request.RequestId);
    }

    /// <summary>Answers a method that takes a stream.</summary>
    /// <returns>The HTTP status, also of a failure that could only be told in the last line.</returns>
    public async Task<int> AnswerAsync(HttpContext context, RestRoute route, IReadOnlyList<string> values, string? requestId)
    {
        if (context.Request.ContentLength > route.Method.MaximumRequestBytes)
            return await EndAsync(context, LineContent.TooLarge(route.Method), requestId);
        if (RestRequest.RefuseHead(context.Request, route, values) is { } refused)
            return await EndAsync(context, refused, requestId);

        // Lines may come as slowly as they are made; the method's deadline is what ends them.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        using var call = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        LineContent? lines = null;
        var failure = await ExchangeAsync(context, route, () => lines = new LineContent(context.Request, route, values, call), call);
        // Before the request ends here: its body must have no reader then.
        await call.CancelAsync();
        if (lines is not null)
            await lines.End;
        // A service may be content before the last line: what is wrong with those after its answer takes nothing back.
        return await EndAsync(context, failure is null ? null : lines?.Refused ?? failure, requestId);
    }

    private async Task<int> EndAsync(HttpContext context, Refused? refused, string? requestId)
    {
        if (context.RequestAborted.IsCancellationRequested || refused is null)
            return context.Response.StatusCode;
        if (context.Response.ContentType != MediaType)
        {
            await problems.WriteAsync(context, refused, requestId);
            return context.Response.StatusCode;
        }

        problems.WriteLine(context.Response.BodyWriter, context, refused, requestId);
        await FlushAsync(context);
        return ProblemKind.Of(refused, etagSent: false).Status;
    }

    /// <summary>Null if the whole answer was passed on.</summary>
    private async Task<Refused?> ExchangeAsync(HttpContext context, RestRoute route, Func<HttpContent> content, CancellationTokenSource call)
    {
        call.CancelAfter(route.Method.Deadline);
        try
        {
            var deadline = new Deadline(time, route.Method.Deadline);
            using var opened = await caller.OpenAsync(route.Method, content, CallHeaders.Of(context.Request), deadline, call.Token);
            if (opened is null)
                return Refused.Plain(StatusCode.Unavailable);
            if (route.Method.StreamsOut)
                return await CopyAsync(context, route, new AnswerReader(opened.Response), call.Token);

            using var answer = await Answer.ReadAsync(opened.Response, call.Token);
            return answer.Code == StatusCode.OK ? await RestAnswer.WriteAsync(context, route, answer) : Refusal(answer, route);
        }
        catch (OperationCanceledException) when (call.IsCancellationRequested)
        {
            return Refused.Plain(StatusCode.DeadlineExceeded);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Refused.Plain(StatusCode.Unavailable);
        }
    }

    private static async Task<Refused?> CopyAsync(HttpContext context, RestRoute route, AnswerReader answer, CancellationToken ended)
    {
        var output = context.Response.BodyWriter;
        while (true)
        {
            var next = answer.ReadAsync(ended);
            // What is there goes out before a wait for more.
            if (!next.IsCompleted && output.UnflushedBytes > 0)
                await FlushAsync(context);
            if (await next is not { } bytes)
                break;
            if (!TryWrite(context.Response, route.Method.Response, bytes.Span))
                return Refused.Plain(StatusCode.Internal);
            if (output.UnflushedBytes >= HighWater)
                await FlushAsync(context);
        }

        if (answer.End.Code != StatusCode.OK)
            return Refusal(answer.End, route);
        // A stream of no messages is a body of no lines.
        Begin(context.Response);
        return null;
    }

    // Not by the deadline: the server would break the connection off, and the last line could not say why. It does that to a reader who stands still.
    private static ValueTask<FlushResult> FlushAsync(HttpContext context) => context.Response.BodyWriter.FlushAsync(context.RequestAborted);

    private static bool TryWrite(HttpResponse response, MessageShape shape, ReadOnlySpan<byte> bytes)
    {
        var message = shape.New();
        try
        {
            message.MergeFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }

        Begin(response);
        JsonMessages.Write(response.BodyWriter, shape, message);
        response.BodyWriter.Write("\n"u8);
        return true;
    }

    private static void Begin(HttpResponse response)
    {
        if (!response.HasStarted)
            response.ContentType = MediaType;
    }

    private static Refused Refusal(Answer answer, RestRoute route) => Pointers.Place(StatusDetails.Read(answer.Code, answer.Details), route, default);
}
