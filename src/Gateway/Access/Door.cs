using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Requests;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.Access;

/// <summary>
/// Who may come in, on REST and gRPC alike: a good token, the permission that the method names, the caller's own organisation,
/// within its rate. Nothing else of a request is looked at before. The services check token and permission again.
/// </summary>
public sealed class Door(TokenValidator tokens, RateLimits limits)
{
    /// <summary>Null if the request may go on.</summary>
    public async ValueTask<Refused?> RefuseAsync(HttpContext context, PublishedMethod method)
    {
        Caller caller;
        try
        {
            caller = await tokens.ValidateAsync(context.Request.Headers.Authorization, context.RequestAborted);
            Admission.Require(caller, method.Facts, context.Request.Headers[RequestHeaders.EndUserOrganisation]);
        }
        catch (Refusal refusal)
        {
            return new Refused(refusal.Code, refusal.Reason, refusal.Message) { Metadata = refusal.Metadata, RetryAfter = refusal.RetryAfter };
        }

        if (limits.Refuse(caller) is { } wait)
            return new Refused(StatusCode.ResourceExhausted, "RATE_LIMITED", "This client asks more often than it may. Wait as long as the answer says.")
            {
                RetryAfter = wait,
            };
        return null;
    }
}
