using System.Diagnostics;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Paging;

namespace PersonalBudgets.Platform.Requests;

/// <summary>What a unit of work knows before it opens its transaction.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="RequestId">The idempotency key of a mutation; of other work what its caller or cause named, or empty.</param>
/// <param name="CorrelationId">The caller's <c>x-correlation-id</c>: it stands on the events of this work; null where none was sent.</param>
/// <param name="Purpose">For what the caller works, one of <see cref="Purposes"/>; null for work without a caller.</param>
/// <param name="Span">The span that the work belongs to, where it was traced: audit and events name it, even if others' work is written along.</param>
/// <param name="Now">The instant of the request.</param>
/// <param name="PageTokens">Signs and reads page tokens.</param>
/// <param name="CancellationToken">Ends with the caller's deadline or hang-up.</param>
internal sealed record SessionContext(
    Caller Caller, string RequestId, string? CorrelationId, string? Purpose, Activity? Span, DateTimeOffset Now, PageTokens PageTokens, CancellationToken CancellationToken);
