using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Platform.Requests;

/// <summary>The metadata names that the suite gives a meaning to, and the checked caller of a call.</summary>
public static class RequestHeaders
{
    /// <summary>The bearer token.</summary>
    public const string Authorization = "authorization";

    /// <summary>The idempotency key of a mutation, where the message has none.</summary>
    public const string RequestId = "x-request-id";

    /// <summary>The caller's own id for what it does; stored on events.</summary>
    public const string CorrelationId = "x-correlation-id";

    /// <summary>For what the caller works, one of <see cref="Purposes"/>: it stands in the audit.</summary>
    public const string Purpose = "x-purpose";

    /// <summary>The ODS code of the organisation that the end user belongs to: must be the token's.</summary>
    public const string EndUserOrganisation = "nhsd-end-user-organisation-ods";

    /// <summary>A trailer, <c>true</c> where the answer is a stored one.</summary>
    public const string IdempotencyHit = "idempotency-hit";

    /// <summary>The longest correlation id that is taken.</summary>
    public const int LongestCorrelationId = 128;

    private static readonly object CallerKey = new();

    /// <summary>Who asks, as the interceptor found out.</summary>
    public static Caller Caller(this ServerCallContext context) =>
        context.UserState.TryGetValue(CallerKey, out var caller) ? (Caller)caller : throw Refusal.TokenInvalid("MISSING", "This call needs a bearer token.");

    internal static void SetCaller(this ServerCallContext context, Caller caller) => context.UserState[CallerKey] = caller;

    /// <summary>The caller's correlation id, or null where none was sent.</summary>
    /// <exception cref="Refusal">It is too long or holds other than printable ASCII.</exception>
    internal static string? ReadCorrelationId(this ServerCallContext context)
    {
        var id = context.RequestHeaders.GetValue(CorrelationId);
        if (string.IsNullOrEmpty(id))
            return null;
        return id.Length <= LongestCorrelationId && id.All(character => character is > ' ' and < '\x7f')
            ? id
            : throw Refusal.Invalid(new Violation(CorrelationId, "CORRELATION_ID", $"A correlation id has at most {LongestCorrelationId} printable ASCII characters."));
    }

    /// <summary>For what the caller works: direct care unless it says otherwise.</summary>
    /// <exception cref="Refusal">No purpose of the list.</exception>
    internal static string ReadPurpose(this ServerCallContext context)
    {
        var purpose = context.RequestHeaders.GetValue(Purpose);
        if (string.IsNullOrEmpty(purpose))
            return Purposes.DirectCare;
        return Purposes.All.Contains(purpose) ? purpose : throw Refusal.Invalid(new Violation(Purpose, Purposes.Unknown, Purposes.UnknownText));
    }
}
