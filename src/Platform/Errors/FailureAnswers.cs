using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Platform.Database;

namespace PersonalBudgets.Platform.Errors;

/// <summary>What a caller is told of a failure. Only a refusal and another service's answer speak in their own words.</summary>
internal static class FailureAnswers
{
    // What another service says of itself or of the caller. Its INVALID_ARGUMENT or UNIMPLEMENTED would be a defect of this one.
    private static readonly HashSet<StatusCode> Passed =
    [
        StatusCode.Unavailable, StatusCode.DeadlineExceeded, StatusCode.Cancelled, StatusCode.FailedPrecondition, StatusCode.Aborted,
        StatusCode.NotFound, StatusCode.PermissionDenied, StatusCode.ResourceExhausted, StatusCode.Unauthenticated, StatusCode.AlreadyExists,
    ];

    /// <summary>The answer; null where the failure is a defect.</summary>
    public static RpcException? Of(Exception failure, string domain, string? requestId, bool isCancelled, bool isLate)
    {
        return failure switch
        {
            Refusal refusal => Answer(refusal),
            _ when isLate => Answer(new Refusal(StatusCode.DeadlineExceeded, "DEADLINE", "The deadline passed before the work was done.")),
            _ when isCancelled => Answer(new Refusal(StatusCode.Cancelled, "CANCELLED", "The caller ended the call.")),
            RpcException answer when Passed.Contains(answer.StatusCode) => PassOn(answer, domain, requestId),
            _ when Outages.IsOutage(failure) => Answer(Refusal.Unavailable("The database does not answer.")),
            _ when Outages.IsLostRace(failure) => Answer(Refusal.Conflict("CONFLICT", "Another change was first: send the request again.")),
            _ => null,
        };

        RpcException Answer(Refusal refusal) => StatusDetails.ToRpcException(refusal, domain, requestId);
    }

    private static RpcException PassOn(RpcException answer, string domain, string? requestId)
    {
        if (StatusDetails.Read(answer) is { } details)
            return new RpcException(answer.Status, new Metadata { { StatusDetails.Trailer, details.ToByteArray() } });
        // Who answers without details is a server's own code, such as at a deadline: its text is not for callers.
        return StatusDetails.ToRpcException(answer.StatusCode switch
        {
            StatusCode.Unavailable => Refusal.Unavailable("A service that is needed does not answer."),
            StatusCode.DeadlineExceeded => new Refusal(StatusCode.DeadlineExceeded, "DEADLINE", "A service that is needed took too long."),
            var code => new Refusal(code, "DEPENDENCY_REFUSED", "A service that is needed refused."),
        }, domain, requestId);
    }
}
