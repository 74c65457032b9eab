using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using Violation = PersonalBudgets.Gateway.Json.Violation;

namespace PersonalBudgets.Gateway.Errors;

/// <summary>
/// Refusals as <c>google.rpc.Status</c>, the form that travels in <c>grpc-status-details-bin</c>. What is published as
/// <c>ErrorInfo.reason</c> is called Type by the C# types of Google.Api.CommonProtos 2; on the wire it is the same field.
/// </summary>
public static class StatusDetails
{
    /// <summary>Reads a service's refusal. Violations carry the field's path; the pointer into the body is the REST door's to find.</summary>
    public static Refused Read(StatusCode code, byte[] details)
    {
        if (details.Length == 0 || !TryParse(details, out var status) || Find<ErrorInfo>(status) is not { } info)
            return Refused.Plain(code);

        var violations = Find<BadRequest>(status)?.FieldViolations
            .Select(violation => Violation(FieldViolations.FromMessage(violation))).ToArray();
        // One broken rule is the refusal itself, whose text is the answer's; of several the answer would tell the first alone.
        var rules = Find<PreconditionFailure>(status)?.Violations is { Count: > 1 } several
            ? several.Select(rule => new Violation(null, rule.Subject, rule.Type, rule.Description)).ToArray()
            : [];
        return new Refused(code, info.Type, status.Message)
        {
            Domain = info.Domain,
            Metadata = info.Metadata,
            Violations = violations ?? [],
            BrokenRules = rules,
            RetryAfter = Find<RetryInfo>(status)?.RetryDelay?.ToTimeSpan(),
        };
    }

    public static byte[] Write(Refused refused)
    {
        var status = new Google.Rpc.Status { Code = (int)refused.Code, Message = refused.Detail };
        var info = new ErrorInfo { Type = refused.Reason, Domain = refused.Domain };
        foreach (var (name, value) in refused.Metadata)
            info.Metadata.Add(name, value);
        status.Details.Add(Any.Pack(info));

        if (refused.Violations.Count > 0)
            status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { refused.Violations.Select(ToMessage) } }));
        if (refused.RetryAfter is { } delay)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        return status.ToByteArray();
    }

    private static Violation Violation(Platform.Errors.Violation violation) =>
        new(null, violation.FieldPath, violation.Reason.Length > 0 ? violation.Reason : "FIELD_INVALID", violation.Text);

    private static BadRequest.Types.FieldViolation ToMessage(Violation violation) =>
        FieldViolations.ToMessage(new Platform.Errors.Violation(violation.Field, violation.Reason, violation.Detail));

    private static T? Find<T>(Google.Rpc.Status status) where T : class, IMessage, new()
    {
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<T>(out var message))
                return message;
        }

        return null;
    }

    private static bool TryParse(byte[] details, out Google.Rpc.Status status)
    {
        try
        {
            status = Google.Rpc.Status.Parser.ParseFrom(details);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            status = new Google.Rpc.Status();
            return false;
        }
    }
}
