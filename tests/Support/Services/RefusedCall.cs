using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace PersonalBudgets.Tests.Support.Services;

/// <summary>How a call was refused, as the caller sees it.</summary>
/// <param name="Code">The gRPC status code.</param>
/// <param name="Reason">The reason for machines.</param>
/// <param name="Text">The status message.</param>
/// <param name="Metadata">The values that go with the reason.</param>
/// <param name="Fields">The paths of the fields that were wrong.</param>
/// <param name="BrokenRules">The rules that say no, each with what it says no to.</param>
public sealed record RefusedCall(
    StatusCode Code, string Reason, string Text, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Fields, IReadOnlyList<(string Code, string Subject)> BrokenRules)
{
    private const string Trailer = "grpc-status-details-bin";

    /// <summary>The faults of fields, each with its reason.</summary>
    public IReadOnlyList<(string Field, string Reason)> Violations { get; private init; } = [];

    /// <summary>Awaits a call that must fail.</summary>
    public static async Task<RefusedCall> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        using (call)
            return Of(await Assert.ThrowsAsync<RpcException>(async () => await call));
    }

    /// <summary>Awaits the answer to a streamed request, which must be a refusal.</summary>
    public static async Task<RefusedCall> OfAsync(Task answer) => Of(await Assert.ThrowsAsync<RpcException>(() => answer));

    /// <summary>Awaits the first message of a streamed answer, which must not come.</summary>
    public static async Task<RefusedCall> OfAsync<T>(AsyncServerStreamingCall<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        using (call)
            return Of(await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None)));
    }

    private static RefusedCall Of(RpcException failure)
    {
        var details = failure.Trailers.FirstOrDefault(entry => entry.Key is Trailer)?.ValueBytes ?? [];
        var status = Google.Rpc.Status.Parser.ParseFrom(details);
        var info = Detail<ErrorInfo>(status);
        return new RefusedCall(
            failure.StatusCode,
            info?.Type ?? "",
            failure.Status.Detail,
            info?.Metadata.ToDictionary() ?? [],
            [.. Detail<BadRequest>(status)?.FieldViolations.Select(violation => violation.Field) ?? []],
            [.. Detail<PreconditionFailure>(status)?.Violations.Select(violation => (violation.Type, violation.Subject)) ?? []])
        {
            Violations = [.. Detail<BadRequest>(status)?.FieldViolations.Select(violation => (violation.Field, ReasonOf(violation))) ?? []],
        };
    }

    // The published message has a field 3 that these C# types do not know yet.
    private static string ReasonOf(BadRequest.Types.FieldViolation violation)
    {
        const uint ReasonTag = (3 << 3) | 2;
        var input = violation.ToByteString().CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag is ReasonTag)
                return input.ReadString();
            input.SkipLastField();
        }

        return "";
    }

    private static T? Detail<T>(Google.Rpc.Status status) where T : class, Google.Protobuf.IMessage<T>, new() =>
        status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();
}

/// <summary>The short way to say how a call is refused.</summary>
public static class RefusedCallExtensions
{
    /// <summary>Asserts the code and the reason of the refusal that a call ends with.</summary>
    public static async Task<RefusedCall> RefusedAsync<T>(this AsyncUnaryCall<T> call, StatusCode code, string reason)
    {
        var refusal = await RefusedCall.OfAsync(call);
        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        return refusal;
    }

    /// <summary>The same of a call whose answer is a stream.</summary>
    public static async Task<RefusedCall> RefusedAsync<T>(this AsyncServerStreamingCall<T> call, StatusCode code, string reason)
    {
        var refusal = await RefusedCall.OfAsync(call);
        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        return refusal;
    }
}
