namespace PersonalBudgets.Bench.Echo;

/// <summary>What a load generator sends, and how it knows a good answer.</summary>
/// <param name="Address">Where to.</param>
/// <param name="IsHttp2">HTTP/2 without negotiation, else HTTP/1.1.</param>
/// <param name="Headers">Beside those of the protocol.</param>
/// <param name="Body">The body of every request.</param>
/// <param name="LeastAnswer">The bytes of body that every answer has at least: a refusal on gRPC has none, and status 200.</param>
internal sealed record LoadTarget(Uri Address, bool IsHttp2, IReadOnlyDictionary<string, string> Headers, byte[] Body, int LeastAnswer);
