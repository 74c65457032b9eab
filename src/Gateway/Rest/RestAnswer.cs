using Google.Protobuf;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>
/// Writes a service's answer as JSON: 200, or 201 with the Location where a standard Create method made a resource that a route
/// gets; with the ETag of the one resource that it holds.
/// </summary>
internal static class RestAnswer
{
    /// <summary>Null if the answer was written.</summary>
    public static async Task<Refused?> WriteAsync(HttpContext context, RestRoute route, Answer answer)
    {
        var message = route.Method.Response.New();
        try
        {
            message.MergeFrom(answer.Message);
        }
        catch (InvalidProtocolBufferException)
        {
            return Refused.Plain(StatusCode.Internal);
        }

        var response = context.Response;
        response.ContentType = "application/json";
        if (route.Method.EtagOf(message) is { Length: > 0 } etag)
            response.Headers.ETag = EntityTags.Of(etag);
        if (answer.IsReplay)
            response.Headers["Idempotency-Hit"] = "true";
        if (route.Created is { } created)
        {
            response.StatusCode = StatusCodes.Status201Created;
            response.Headers.Location = PathOf(created, message);
        }

        using var body = new PooledBuffer();
        JsonMessages.Write(body, route.Method.Response, message);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.Memory, context.RequestAborted);
        return null;
    }

    private static string PathOf(RestRoute route, IMessage resource) => string.Concat(route.Template.Segments.Select(segment =>
        "/" + (segment.IsVariable ? Uri.EscapeDataString((string)resource.Descriptor.FindFieldByName(segment.Text).Accessor.GetValue(resource)) : segment.Text)));
}
