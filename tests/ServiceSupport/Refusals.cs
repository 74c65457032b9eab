using Google.Rpc;
using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using Xunit;

namespace PersonalBudgets.Tests.Support;

/// <summary>How a call is refused.</summary>
public static class Refusals
{
    /// <summary>Asserts the code and the reason of the refusal that a call ends with.</summary>
    /// <returns>The details.</returns>
    public static async Task<Google.Rpc.Status> RefusedAsync<T>(this AsyncUnaryCall<T> call, StatusCode code, string reason)
    {
        using (call)
        {
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
            Assert.Equal((code, reason), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
            return StatusDetails.Read(failure)!;
        }
    }

    /// <summary>The faults of the fields, as path and rule.</summary>
    public static IReadOnlyList<string> FieldFaults(this Google.Rpc.Status status) =>
        [.. Detail<BadRequest>(status)?.FieldViolations.Select(fault => fault.Field) ?? []];

    /// <summary>The broken rules, as code and subject.</summary>
    public static IReadOnlyList<(string Code, string Subject)> BrokenRules(this Google.Rpc.Status status) =>
        [.. Detail<PreconditionFailure>(status)?.Violations.Select(rule => (rule.Type, rule.Subject)) ?? []];

    private static T? Detail<T>(Google.Rpc.Status status) where T : class, Google.Protobuf.IMessage, new() =>
        status.Details.FirstOrDefault(detail => detail.TypeUrl.EndsWith($"/{new T().Descriptor.FullName}", StringComparison.Ordinal))?.Unpack<T>();
}
