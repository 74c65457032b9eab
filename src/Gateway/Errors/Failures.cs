using Grpc.Core;
using PersonalBudgets.Gateway.PassThrough;

namespace PersonalBudgets.Gateway.Errors;

/// <summary>
/// The last resort: what no door answered is answered here, as a problem document or a gRPC status. An unexpected failure is logged and told to
/// nobody; the trace id in the answer leads to the log.
/// </summary>
public sealed partial class Failures(RequestDelegate next, Problems problems, ILogger<Failures> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault)
        {
            await problems.WriteAsync(context, Refused.Http(fault.StatusCode, StatusCode.InvalidArgument, "HTTP_MALFORMED", "The HTTP request is not valid."));
            return;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the caller has gone: there is nobody to tell
        }
        catch (Exception failure)
        {
            Unexpected(failure);
            if (GrpcDoor.IsGrpc(context.Request.ContentType))
                GrpcRefusals.Write(context.Response, Refused.Plain(StatusCode.Internal));
            else
                await problems.WriteAsync(context, Refused.Plain(StatusCode.Internal));
            return;
        }

        if (context.Response is { HasStarted: false, ContentLength: null, ContentType: null })
            await AnswerEmptyAsync(context);
    }

    private Task AnswerEmptyAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => problems.WriteAsync(context, Refused.Http(404, StatusCode.NotFound, "ROUTE_NOT_FOUND", "There is nothing at this path.")),
        StatusCodes.Status405MethodNotAllowed =>
            problems.WriteAsync(context, Refused.Http(405, StatusCode.Unimplemented, "METHOD_NOT_ALLOWED", "This path knows other HTTP methods.")),
        StatusCodes.Status415UnsupportedMediaType =>
            problems.WriteAsync(context, Refused.Http(415, StatusCode.InvalidArgument, "MEDIA_TYPE_UNSUPPORTED", "The media type is not one that is read here.")),
        _ => Task.CompletedTask,
    };

    [LoggerMessage(5003, LogLevel.Error, "A request failed in a way that nobody foresaw")]
    private partial void Unexpected(Exception failure);
}
