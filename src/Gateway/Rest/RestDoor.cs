using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using PersonalBudgets.Gateway.Access;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Platform.Requests;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>
/// The REST port: finds the route, lets the door decide, reads the request into the method's message, calls the service and
/// writes what comes back.
/// </summary>
public sealed class RestDoor(RouteTable routes, Door door, UnaryCaller caller, RestStreams streams, Problems problems, AccessLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var requestId = RequestId.Echo(context);
        Violation[] malformed = [.. new[] { CorrelationId.Take(context), Purpose.Fault(context.Request) }.OfType<Violation>()];
        if (Find(context, out var route, out var values) is { } lost)
        {
            await problems.WriteAsync(context, lost, requestId);
            log.Done(KnownMethod(context.Request.Method), "(none)", context, start);
            return;
        }

        context.SetEndpoint(route.Endpoint);
        var refused = await door.RefuseAsync(context, route.Method)
            ?? (malformed is [] ? null : Refused.Invalid(malformed))
            ?? Negotiation.Refuse(context.Request, route);
        int? ended = null;
        if (refused is null)
            ended = await AnswerAsync(context, route, values, requestId);
        else
            await problems.WriteAsync(context, refused, requestId);
        log.Done(route.HttpMethod, route.Template.Text, context, start, ended);
    }

    private async Task<int?> AnswerAsync(HttpContext context, RestRoute route, IReadOnlyList<string> values, string? requestId)
    {
        // Counted here: the server would answer without a problem document's reason.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (route.Method.StreamsIn)
            return await streams.AnswerAsync(context, route, values, requestId);

        var maximum = route.Method.MaximumRequestBytes;
        using var body = new PooledBuffer();
        if (route.Body is not null && (context.Request.ContentLength > maximum || !await body.TryFillAsync(context.Request.Body, maximum, context.RequestAborted)))
        {
            await problems.WriteAsync(context, Refused.Http(413, StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE",
                $"The body may have at most {maximum} bytes."), requestId);
            return null;
        }

        var request = RestRequest.Read(context.Request, route, values, body.Memory);
        if (request.Refused is not null)
        {
            await problems.WriteAsync(context, request.Refused, requestId, request.EtagSent);
            return null;
        }

        if (route.Method.StreamsOut)
            return await streams.AnswerAsync(context, route, request);
        using var answer = await caller.CallAsync(route.Method, request.Message, CallHeaders.Of(context.Request), context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested)
            return null;

        var failure = answer.Code == StatusCode.OK
            ? await RestAnswer.WriteAsync(context, route, answer)
            : Pointers.Place(StatusDetails.Read(answer.Code, answer.Details), route, body.Span);
        if (failure is not null)
            await problems.WriteAsync(context, failure, request.RequestId ?? requestId, request.EtagSent);
        return null;
    }

    /// <summary>A method is text that the caller chose, too.</summary>
    private static string KnownMethod(string method) => HttpMethods.GetCanonicalizedValue(method) is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS"
        ? method
        : "(other)";

    private Refused? Find(HttpContext context, out RestRoute route, out IReadOnlyList<string> values)
    {
        route = null!;
        values = [];
        if (routes.Find(context.Request.Path.Value!) is not { } match)
            return Refused.Http(404, StatusCode.NotFound, "ROUTE_NOT_FOUND", "The API has no such path.");

        values = match.Values;
        return match.ByMethod.TryGetValue(context.Request.Method, out route!)
            ? null
            : Refused.Http(405, StatusCode.Unimplemented, "METHOD_NOT_ALLOWED", "This path knows other HTTP methods.") with
            {
                Allow = string.Join(", ", match.ByMethod.Keys.Order(StringComparer.Ordinal)),
            };
    }
}
