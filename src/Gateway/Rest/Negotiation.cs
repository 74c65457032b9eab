using Microsoft.Net.Http.Headers;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>What a request must be before its body is looked at: no identifier in its URL, an answer it accepts, a body of JSON, or of lines of JSON where the method takes a stream.</summary>
internal static class Negotiation
{
    private const string Json = "application/json";

    /// <summary>Null if the request may be read.</summary>
    public static Refused? Refuse(HttpRequest request, RestRoute route)
    {
        if (HoldsIdentifier(request))
            return new Refused(StatusCode.InvalidArgument, Faults.IdentifierInUrl,
                "The URL holds an NHS number. URLs are logged on the way: search by a POST with the number in its body.");
        var answer = route.Method.StreamsOut ? RestStreams.MediaType : Json;
        if (!Accepts(request.Headers.Accept, answer))
            return Refused.Http(406, StatusCode.InvalidArgument, "NOT_ACCEPTABLE", $"Answers are {answer}; failures are application/problem+json.");

        var hasBody = request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;
        if (hasBody && route.Body is null)
            return Refused.Invalid("", "", "BODY_UNEXPECTED", "This route takes no body.");
        var body = route.Method.StreamsIn ? RestStreams.MediaType : Json;
        return hasBody && !Is(request, body)
            ? Refused.Http(415, StatusCode.InvalidArgument, "MEDIA_TYPE_UNSUPPORTED", $"A body is {body} in UTF-8, without a content encoding.")
            : null;
    }

    private static bool HoldsIdentifier(HttpRequest request)
    {
        if (Identifiers.StandIn(request.Path.Value))
            return true;
        foreach (var (name, values) in request.Query)
        {
            if (Identifiers.StandIn(name) || values.Any(value => Identifiers.StandIn(value)))
                return true;
        }

        return false;
    }

    private static bool Accepts(Microsoft.Extensions.Primitives.StringValues accept, string answer)
    {
        if (accept.Count == 0 || accept is ["*/*"] || (accept.Count == 1 && accept[0] == answer))
            return true;
        return MediaTypeHeaderValue.TryParseList(accept, out var types)
            && types.Any(type => type.Quality is null or > 0 && (type.MatchesAllTypes || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals(answer, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool Is(HttpRequest request, string mediaType)
    {
        if (request.Headers.ContentEncoding.Count > 0)
            return false;
        if (request.ContentType == mediaType)
            return true;
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
            && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
