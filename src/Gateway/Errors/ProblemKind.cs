using Grpc.Core;

namespace PersonalBudgets.Gateway.Errors;

/// <summary>The HTTP side of a refusal: its status, its type and its title. One table for the answers, the document of the API and the tests.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Path">What the type's URI ends with.</param>
/// <param name="Title">The same for every problem of the type.</param>
public sealed record ProblemKind(int Status, string Path, string Title)
{
    /// <summary>The kind of a refusal.</summary>
    /// <param name="refused">The refusal.</param>
    /// <param name="etagSent">The caller said which version it had read, so that a lost race is a failed precondition of its own.</param>
    public static ProblemKind Of(Refused refused, bool etagSent) => refused.HttpStatus switch
    {
        404 => new(404, "not-found", "Not found"),
        405 => new(405, "method-not-allowed", "Method not allowed"),
        406 => new(406, "not-acceptable", "Not acceptable"),
        413 => new(413, "too-large", "Request too large"),
        415 => new(415, "media-type", "Media type not supported"),
        { } other => new(other, "http", "The HTTP request is not valid"),
        null => OfCode(refused, etagSent),
    };

    private static ProblemKind OfCode(Refused refused, bool etagSent) => refused.Code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => new(400, "field-invalid", "The request is not valid"),
        StatusCode.Unauthenticated => new(401, "token-invalid", "The token is not accepted"),
        StatusCode.PermissionDenied => new(403, "forbidden", "Not allowed"),
        StatusCode.NotFound => new(404, "not-found", "Not found"),
        StatusCode.AlreadyExists => new(409, "already-exists", "It exists already"),
        StatusCode.Aborted when refused.Reason == "ETAG_MISMATCH" || etagSent => new(412, "etag-mismatch", "The resource has changed"),
        StatusCode.Aborted => new(409, "conflict", "Another change came first"),
        StatusCode.FailedPrecondition when refused.Reason == "ETAG_REQUIRED" => new(428, "etag-required", "The etag is missing"),
        StatusCode.FailedPrecondition => new(422, "rule/" + refused.Reason, "A rule does not allow this"),
        StatusCode.ResourceExhausted when refused.Reason == "RATE_LIMITED" => new(429, "rate-limited", "Too many requests"),
        StatusCode.ResourceExhausted => new(429, "exhausted", "More than is served at once"),
        StatusCode.Cancelled => new(499, "cancelled", "The call was cancelled"),
        StatusCode.DeadlineExceeded => new(504, "deadline", "The answer took too long"),
        StatusCode.Unavailable => new(503, "unavailable", "Not available now"),
        StatusCode.Unimplemented => new(501, "unimplemented", "Not implemented"),
        _ => new(500, "internal", "Something went wrong"),
    };
}
