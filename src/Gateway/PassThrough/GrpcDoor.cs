using System.Diagnostics;
using Grpc.AspNetCore.Server;
using PersonalBudgets.Gateway.Access;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Rest;
using PersonalBudgets.Gateway.Routes;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.PassThrough;

/// <summary>
/// The gRPC port: looks at the path, the token and the headers, and passes the bytes on. A method that the contract does not
/// have is UNIMPLEMENTED, whoever might serve it behind.
/// </summary>
public sealed class GrpcDoor(RouteTable routes, Door door, Forwarder forwarder, AccessLog log)
{
    private const string MediaType = "application/grpc";

    /// <summary>Answers a call, or leaves it to a service of the gateway's own: health, reflection.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var start = Stopwatch.GetTimestamp();
        if (!HttpMethods.IsPost(context.Request.Method) || !IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null)
        {
            await next(context);
            return;
        }

        if (!routes.TryFind(context.Request.Path.Value!, out var method))
        {
            GrpcRefusals.Write(context.Response, new Refused(StatusCode.Unimplemented, "UNIMPLEMENTED", "The contract has no such method."));
            return;
        }

        context.SetEndpoint(method.Endpoint);
        if (CorrelationId.Take(context) is { } malformed)
            GrpcRefusals.Write(context.Response, Refused.Invalid([malformed]));
        else if (await door.RefuseAsync(context, method) is { } refused)
            GrpcRefusals.Write(context.Response, refused);
        else
            await forwarder.ForwardAsync(context, method);
        log.Done("POST", method.Path, context, start);
    }

    /// <summary>Whether a request speaks gRPC.</summary>
    public static bool IsGrpc(string? contentType) => contentType is not null && contentType.StartsWith(MediaType, StringComparison.Ordinal)
        && (contentType.Length == MediaType.Length || contentType[MediaType.Length] is '+' or ';');
}
