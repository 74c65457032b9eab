using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>
/// The caller's own id for what it does: taken from X-Correlation-ID, made where it is missing, sent back and passed on.
/// </summary>
public static class CorrelationId
{
    /// <summary>Settles the id, which afterwards stands among the request's headers; gives the fault of one that is not good.</summary>
    public static Violation? Take(HttpContext context)
    {
        var headers = context.Request.Headers;
        string? id = headers[RequestHeaders.CorrelationId];
        if (string.IsNullOrEmpty(id))
            headers[RequestHeaders.CorrelationId] = id = Guid.CreateVersion7().ToString();
        else if (id.Length > RequestHeaders.LongestCorrelationId || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new Violation(null, RequestHeaders.CorrelationId, Faults.BadHeader,
                $"X-Correlation-ID has at most {RequestHeaders.LongestCorrelationId} printable ASCII characters.");

        context.Response.Headers["X-Correlation-ID"] = id;
        return null;
    }
}
