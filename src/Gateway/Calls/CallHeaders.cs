using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>What goes with a call: who asks, and as part of what. The trace context is added by the runtime.</summary>
/// <param name="Authorization">The caller's token, unchanged.</param>
/// <param name="CorrelationId">The caller's own id for what it does.</param>
/// <param name="Purpose">For what it does it; empty where it does not say.</param>
public readonly record struct CallHeaders(string Authorization, string CorrelationId, string Purpose)
{
    public const string AuthorizationName = "authorization";
    public const string CorrelationIdName = "x-correlation-id";
    public const string IdempotencyHit = "idempotency-hit";

    public static CallHeaders Of(HttpRequest request) =>
        new(request.Headers.Authorization.ToString(), request.Headers[RequestHeaders.CorrelationId].ToString(), request.Headers[RequestHeaders.Purpose].ToString());

    public void AddTo(HttpRequestMessage request, Deadline deadline)
    {
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation(Deadline.Header, deadline.HeaderValue);
        request.Headers.TryAddWithoutValidation(AuthorizationName, Authorization);
        request.Headers.TryAddWithoutValidation(CorrelationIdName, CorrelationId);
        if (Purpose.Length > 0)
            request.Headers.TryAddWithoutValidation(RequestHeaders.Purpose, Purpose);
    }
}
