using Grpc.Core;
using PersonalBudgets.Gateway.Json;

namespace PersonalBudgets.Gateway.Errors;

/// <summary>
/// A request that is answered with "no", by the gateway or by the service behind it: one form for both doors, written as
/// <c>google.rpc.Status</c> on gRPC and as a problem document on REST.
/// </summary>
/// <param name="Code">The gRPC status code.</param>
/// <param name="Reason">The reason for machines, UPPER_SNAKE.</param>
/// <param name="Detail">The same in words; goes to the caller, so it holds no data about a person.</param>
public sealed record Refused(StatusCode Code, string Reason, string Detail)
{
    public const string GatewayDomain = "budgets.gateway";

    public string Domain { get; init; } = GatewayDomain;

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>The rules that a request broke, where there are several: each with its code as the reason, and its text. They point at no member of the body.</summary>
    public IReadOnlyList<Violation> BrokenRules { get; init; } = [];

    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status of a refusal that gRPC has no code for; null where the code decides.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The HTTP methods that the path knows, for the header Allow.</summary>
    public string? Allow { get; init; }

    public static Refused Invalid(IReadOnlyList<Violation> violations) =>
        new(StatusCode.InvalidArgument, "FIELD_INVALID", violations.Count == 1 ? violations[0].Detail : $"{violations.Count} things are wrong with the request.")
        {
            Violations = violations,
        };

    public static Refused Invalid(string? pointer, string field, string reason, string detail) => Invalid([new Violation(pointer, field, reason, detail)]);

    public static Refused Http(int status, StatusCode code, string reason, string detail) => new(code, reason, detail) { HttpStatus = status };

    /// <summary>A failure that came without details: from the network, the clock or a server that is not ours.</summary>
    public static Refused Plain(StatusCode code) => code switch
    {
        StatusCode.Cancelled => new(code, "CANCELLED", "The call was cancelled."),
        StatusCode.InvalidArgument or StatusCode.OutOfRange => new(code, "FIELD_INVALID", "The request is not valid."),
        StatusCode.DeadlineExceeded => new(code, "DEADLINE", "The answer took too long. Ask again with the same request id."),
        StatusCode.NotFound => new(code, "NOT_FOUND", "There is no such thing."),
        StatusCode.AlreadyExists => new(code, "ALREADY_EXISTS", "It exists already."),
        StatusCode.PermissionDenied => new(code, "FORBIDDEN", "This is not allowed."),
        StatusCode.ResourceExhausted => new(code, "RESOURCE_EXHAUSTED", "The request asks for more than is served at once."),
        StatusCode.FailedPrecondition => new(code, "FAILED_PRECONDITION", "The state of things does not allow this."),
        StatusCode.Aborted => new(code, "CONFLICT", "Another change came first. Read again and repeat."),
        StatusCode.Unimplemented => new(code, "UNIMPLEMENTED", "The service does not know this method."),
        StatusCode.Unavailable => new(code, "DEPENDENCY_UNAVAILABLE", "The service cannot be reached. Ask again with the same request id.")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        },
        StatusCode.Unauthenticated => new(code, "TOKEN_INVALID", "The token is not accepted."),
        _ => new(StatusCode.Internal, "INTERNAL", "Something went wrong. The trace id leads to what."),
    };
}
