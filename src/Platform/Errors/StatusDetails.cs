using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace PersonalBudgets.Platform.Errors;

/// <summary>A refusal on the wire: <c>google.rpc.Status</c> in the trailer <c>grpc-status-details-bin</c>, each kind of detail at most once (AIP-193).</summary>
public static class StatusDetails
{
    /// <summary>The trailer's name.</summary>
    public const string Trailer = "grpc-status-details-bin";

    /// <summary>The failure to end a call with.</summary>
    /// <param name="refusal">The answer.</param>
    /// <param name="domain">Who refuses: <c>budgets.payments</c>.</param>
    /// <param name="requestId">The call's request id, or null.</param>
    public static RpcException ToRpcException(Refusal refusal, string domain, string? requestId)
    {
        var status = ToStatus(refusal, domain, requestId);
        return new RpcException(new Grpc.Core.Status(refusal.Code, refusal.Message), new Metadata { { Trailer, status.ToByteArray() } });
    }

    /// <summary>The same as a message.</summary>
    public static Google.Rpc.Status ToStatus(Refusal refusal, string domain, string? requestId)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var status = new Google.Rpc.Status { Code = (int)refusal.Code, Message = refusal.Message };
        status.Details.AddRange(Details(refusal, domain, requestId).Select(Any.Pack));
        return status;
    }

    /// <summary>The details that a failed call brought; null where it brought none that can be read.</summary>
    public static Google.Rpc.Status? Read(RpcException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var details = failure.Trailers.FirstOrDefault(entry => entry is { IsBinary: true, Key: Trailer });
        if (details is null)
            return null;
        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(details.ValueBytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The reason that a failed call brought, such as <c>INSUFFICIENT_FUNDS</c>; null where it brought none.</summary>
    public static string? ReasonOf(RpcException failure) =>
        Read(failure)?.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>().Type;

    private static IEnumerable<IMessage> Details(Refusal refusal, string domain, string? requestId)
    {
        // Google.Api.CommonProtos 2.0.0 calls field 1 by its first name, type; it has been published as reason since.
        var info = new ErrorInfo { Type = refusal.Reason, Domain = domain };
        foreach (var (name, value) in refusal.Metadata)
            info.Metadata[name] = value;
        yield return info;

        if (refusal.Violations.Count > 0)
            yield return new BadRequest { FieldViolations = { refusal.Violations.Select(FieldViolations.ToMessage) } };
        if (refusal.BrokenRules.Count > 0)
            yield return new PreconditionFailure { Violations = { refusal.BrokenRules.Select(ToMessage) } };
        else if (refusal.Code is StatusCode.FailedPrecondition)
            yield return new PreconditionFailure { Violations = { ToMessage(new BrokenRule(refusal.Reason, "", refusal.Message)) } };

        if (refusal.Resource is { } resource)
            yield return new ResourceInfo { ResourceType = resource.Type, ResourceName = resource.Name, Description = refusal.Message };
        if (refusal.RetryAfter is { } wait)
            yield return new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) };
        if (!string.IsNullOrEmpty(requestId))
            yield return new RequestInfo { RequestId = requestId };
    }

    private static PreconditionFailure.Types.Violation ToMessage(BrokenRule rule) => new()
    {
        Type = rule.Code,
        Subject = rule.Subject,
        Description = rule.Source is null || rule.Source == rule.Subject ? rule.Text : $"{rule.Text} ({rule.Source})",
    };
}
