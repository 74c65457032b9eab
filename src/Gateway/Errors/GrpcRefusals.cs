using System.Globalization;
using PersonalBudgets.Gateway.Calls;

namespace PersonalBudgets.Gateway.Errors;

/// <summary>Writes refusals as gRPC has them: HTTP 200, and the status in the trailers, or in the headers where nothing was sent yet.</summary>
public static class GrpcRefusals
{
    public static void Write(HttpResponse response, Refused refused)
    {
        var code = ((int)refused.Code).ToString(CultureInfo.InvariantCulture);
        var message = GrpcStatus.Encode(refused.Detail);
        // Padding is left off, as gRPC asks of who sends.
        var details = Convert.ToBase64String(StatusDetails.Write(refused)).TrimEnd('=');
        // Bytes of an answer that broke off may wait to be sent: what follows them is trailers.
        if (response.HasStarted || response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 })
        {
            response.AppendTrailer(GrpcStatus.Header, code);
            response.AppendTrailer(GrpcStatus.MessageHeader, message);
            response.AppendTrailer(GrpcStatus.DetailsHeader, details);
            return;
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers[GrpcStatus.Header] = code;
        response.Headers[GrpcStatus.MessageHeader] = message;
        response.Headers[GrpcStatus.DetailsHeader] = details;
    }
}
