using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>What the headers and trailers of a response say.</summary>
internal static class ResponseHead
{
    /// <summary>Something on the way that does not speak gRPC answers in HTTP alone; its status becomes a gRPC one.</summary>
    public static void Check(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            if (ReadStatus(response.Headers) is { Status.StatusCode: not StatusCode.OK } known)
                throw new RpcException(known.Status, known.Trailers);
            var code = response.StatusCode switch
            {
                HttpStatusCode.BadRequest or HttpStatusCode.RequestHeaderFieldsTooLarge => StatusCode.Internal,
                HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
                HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
                HttpStatusCode.NotFound => StatusCode.Unimplemented,
                HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                    StatusCode.Unavailable,
                _ => StatusCode.Unknown,
            };
            throw new RpcException(new Status(code, $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}"));
        }

        var type = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;
        if (!Protocol.IsGrpc(type))
            throw new RpcException(new Status(StatusCode.Cancelled, type is null
                ? "Bad gRPC response. Response did not have a content-type header."
                : "Bad gRPC response. Invalid content-type value: " + type));
    }

    /// <summary>Null where there is no status: the trailers of an answer that came whole in its headers, or headers before messages.</summary>
    public static (Status Status, Metadata Trailers)? ReadStatus(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(Protocol.StatusHeader, out var code))
            return null;
        var detail = headers.NonValidated.TryGetValues(Protocol.MessageHeader, out var message) ? PercentEncoding.Decode(message.ToString()) : "";
        // A code from a later version of the protocol, or none at all, is still an answer.
        var status = int.TryParse(code.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= (int)StatusCode.Unauthenticated
            ? (StatusCode)number
            : StatusCode.Unknown;
        return (new Status(status, detail), ReadMetadata(headers));
    }

    public static string? Encoding(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(Protocol.EncodingHeader, out var values) ? values.ToString() : null;

    public static Metadata ReadMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
            if (!Protocol.IsReserved(name))
                foreach (var value in values)
                    Headers.Add(metadata, name, value);
        return metadata;
    }
}
