using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>X-Purpose: for what the caller works, which the services record.</summary>
internal static class Purpose
{
    /// <summary>The fault of a purpose that is not on the list; null where it is, and where none was sent.</summary>
    public static Violation? Fault(HttpRequest request)
    {
        var purpose = request.Headers[RequestHeaders.Purpose].ToString();
        return purpose.Length is 0 || Purposes.All.Contains(purpose)
            ? null
            : new Violation(null, RequestHeaders.Purpose, Purposes.Unknown, Purposes.UnknownText);
    }
}
