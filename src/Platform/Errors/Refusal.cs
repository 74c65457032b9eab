using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace PersonalBudgets.Platform.Errors;

/// <summary>
/// A request that is answered with "no" and why. Slices throw it; one interceptor turns it into a <c>google.rpc.Status</c>
/// (docs/adr/0009). The text and the metadata go to the caller: no person data in either.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is an answer, not a failure: slices read better without the suffix.")]
public sealed class Refusal : Exception
{
    internal Refusal(StatusCode code, string reason, string text, params IEnumerable<(string Name, object Value)> metadata) : base(text)
    {
        Code = code;
        Reason = reason;
        Metadata = metadata.ToDictionary(entry => entry.Name, entry => entry.Value.ToString() ?? "");
    }

    /// <summary>The gRPC status code.</summary>
    public StatusCode Code { get; }

    /// <summary>The reason for machines: UPPER_SNAKE, at most 63 characters; for a broken rule the code of DOMAIN (<c>X07</c>).</summary>
    public string Reason { get; }

    /// <summary>The values that the text speaks of.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The faults of the request's fields; empty unless it is <see cref="Invalid(IEnumerable{Violation})"/>.</summary>
    public IReadOnlyList<Violation> Violations { get; private init; } = [];

    /// <summary>The rules that say no, each with what it is about; empty where no rule does.</summary>
    public IReadOnlyList<BrokenRule> BrokenRules { get; private init; } = [];

    /// <summary>For an absent resource: its kind and its id.</summary>
    public (string Type, string Name)? Resource { get; private init; }

    /// <summary>For what may succeed later: how long to wait.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>A rule says no: FAILED_PRECONDITION / 422.</summary>
    /// <param name="code">The rule's code in DOMAIN, or an UPPER_SNAKE reason.</param>
    /// <param name="text">The rule in one sentence.</param>
    /// <param name="source">The law or policy, such as <c>SI 2013/1617 reg 11</c>.</param>
    /// <param name="metadata">The values that matter: ids, codes, pence.</param>
    public static Refusal Rule(string code, string text, string? source = null, params IEnumerable<(string Name, object Value)> metadata) =>
        Rules([new BrokenRule(code, source ?? "", text, source)], metadata);

    /// <summary>Several rules say no at once: the first gives the reason, and all of them stand in the details.</summary>
    /// <param name="broken">At least one.</param>
    /// <param name="metadata">The values that matter: ids, codes, pence.</param>
    public static Refusal Rules(IReadOnlyList<BrokenRule> broken, params IEnumerable<(string Name, object Value)> metadata)
    {
        ArgumentNullException.ThrowIfNull(broken);
        var (code, _, text, source) = broken[0];
        return new(StatusCode.FailedPrecondition, code, text, source is null ? metadata : metadata.Append(("source", source)))
        {
            BrokenRules = broken,
        };
    }

    /// <summary>Absent, or in another programme, which is the same to the caller: NOT_FOUND / 404.</summary>
    /// <param name="resource">The kind in UPPER_SNAKE: <c>PLAN</c> gives <c>PLAN_NOT_FOUND</c>.</param>
    /// <param name="id">The id that was asked for.</param>
    public static Refusal NotFound(string resource, object id) =>
        new(StatusCode.NotFound, $"{resource}_NOT_FOUND", $"There is no such {resource.ToLowerInvariant().Replace('_', ' ')}.", ("id", id))
        {
            Resource = (resource, id.ToString() ?? ""),
        };

    /// <summary>Faults of the request's fields, all at once: INVALID_ARGUMENT / 400.</summary>
    public static Refusal Invalid(params IEnumerable<Violation> violations)
    {
        var all = violations.ToArray();
        return new(StatusCode.InvalidArgument, "FIELD_INVALID", all.Length == 1 ? "A field is not valid." : $"{all.Length} fields are not valid.")
        {
            Violations = all,
        };
    }

    /// <summary>Goes on where the request has no fault, and refuses it with all of them where it has.</summary>
    /// <exception cref="Refusal">INVALID_ARGUMENT: there is at least one.</exception>
    public static void ThrowIfAny(IReadOnlyCollection<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (violations.Count > 0)
            throw Invalid(violations);
    }

    /// <summary>The same of one message of a stream.</summary>
    /// <param name="place">Its place in the stream, from 1.</param>
    /// <param name="violations">At least one.</param>
    public static Refusal InvalidMessage(long place, IReadOnlyList<Violation> violations) =>
        new(StatusCode.InvalidArgument, "FIELD_INVALID", $"Message {place} of the stream is not valid.", ("message", place)) { Violations = violations };

    /// <summary>Exists already: ALREADY_EXISTS / 409.</summary>
    public static Refusal AlreadyExists(string reason, string text, params IEnumerable<(string Name, object Value)> metadata) =>
        new(StatusCode.AlreadyExists, reason, text, metadata);

    /// <summary>The caller's etag is not the resource's: ABORTED / 412.</summary>
    /// <param name="current">The resource's version now.</param>
    public static Refusal EtagMismatch(int current) =>
        new(StatusCode.Aborted, "ETAG_MISMATCH", "The resource has changed since it was read: read it again.", ("current_etag", current));

    /// <summary>A change of this resource needs its etag: FAILED_PRECONDITION / 428.</summary>
    public static Refusal EtagRequired() =>
        new(StatusCode.FailedPrecondition, "ETAG_REQUIRED", "This change needs the etag of the resource as it was read.");

    /// <summary>Lost a race against another change: ABORTED / 409. The same request may succeed now.</summary>
    public static Refusal Conflict(string reason, string text, params IEnumerable<(string Name, object Value)> metadata) =>
        new(StatusCode.Aborted, reason, text, metadata);

    /// <summary>Something that this service needs does not answer: UNAVAILABLE / 503, with the time to wait.</summary>
    public static Refusal Unavailable(string text, TimeSpan? retryAfter = null) =>
        new(StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", text) { RetryAfter = retryAfter ?? TimeSpan.FromSeconds(2) };

    /// <summary>No token, or one that is not good: UNAUTHENTICATED / 401.</summary>
    /// <param name="fault">What is wrong with it, as a code: <c>EXPIRED</c>.</param>
    /// <param name="text">The same in words.</param>
    public static Refusal TokenInvalid(string fault, string text) =>
        new(StatusCode.Unauthenticated, "TOKEN_INVALID", text, ("fault", fault));

    /// <summary>The token is good and lacks the permission: PERMISSION_DENIED / 403.</summary>
    public static Refusal PermissionRequired(string permission) =>
        new(StatusCode.PermissionDenied, "PERMISSION_REQUIRED", $"This needs the permission {permission}.", ("permission", permission));

    /// <summary>The token is good and may not be used so: PERMISSION_DENIED / 403.</summary>
    public static Refusal Forbidden(string reason, string text) => new(StatusCode.PermissionDenied, reason, text);

    /// <summary>More than is served: RESOURCE_EXHAUSTED / 429, or 413 for a body that is too large.</summary>
    public static Refusal TooMuch(string reason, string text, TimeSpan? retryAfter = null) =>
        new(StatusCode.ResourceExhausted, reason, text) { RetryAfter = retryAfter };
}
