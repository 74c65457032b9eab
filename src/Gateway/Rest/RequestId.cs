using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>X-Request-ID: the caller's key for one change, by which a repeat of it is known.</summary>
internal static class RequestId
{
    /// <summary>Sends the id back if it is a UUID; anything else is sent to nobody. Null where there is none or it is no UUID.</summary>
    public static string? Echo(HttpContext context)
    {
        string? id = context.Request.Headers[RequestHeaders.RequestId];
        if (!IsUuid(id))
            return null;
        context.Response.Headers["X-Request-ID"] = id;
        return id;
    }

    public static bool IsUuid(string? id) => Guid.TryParseExact(id, "D", out _);
}
