using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Platform.Requests;

/// <summary>What the doors need to know of a method.</summary>
/// <param name="Descriptor">The method in its proto.</param>
/// <param name="Permission">What a token must allow; null where the proto says nothing: nobody may call it.</param>
/// <param name="MaxRequestBytes">The largest request: of a method that the caller streams to, all of its messages together.</param>
/// <param name="IsRepeatable">Whether it may be sent again after an UNAVAILABLE: its idempotency level is set.</param>
/// <param name="ShowsPersonData">Whether its response has a field marked as person data.</param>
public sealed record MethodFacts(MethodDescriptor Descriptor, string? Permission, int MaxRequestBytes, bool IsRepeatable, bool ShowsPersonData)
{
    internal const int DefaultMaxRequestBytes = 1024 * 1024;

    /// <summary>The largest single message of a request.</summary>
    public int MaxMessageBytes => Descriptor.IsClientStreaming ? Math.Min(MaxRequestBytes, DefaultMaxRequestBytes) : MaxRequestBytes;
}

/// <summary>The facts of every method that is served, by gRPC path.</summary>
public sealed class MethodTable(IEnumerable<MethodDescriptor> methods)
{
    private readonly Dictionary<string, MethodFacts> _facts = methods.ToDictionary(method => method.FullName(), FactsOf, StringComparer.Ordinal);

    /// <summary>All methods.</summary>
    public IReadOnlyCollection<MethodFacts> All => _facts.Values;

    /// <summary>The facts of a method, or null if the contract does not have it.</summary>
    /// <param name="path"><c>/package.Service/Method</c>.</param>
    public MethodFacts? Find(string path) => _facts.GetValueOrDefault(path);

    private static MethodFacts FactsOf(MethodDescriptor method)
    {
        var rules = method.Rules();
        return new MethodFacts(
            method,
            string.IsNullOrEmpty(rules?.Permission) ? null : rules.Permission,
            rules is { MaxRequestBytes: > 0 } ? rules.MaxRequestBytes : MethodFacts.DefaultMaxRequestBytes,
            method.GetOptions()?.IdempotencyLevel is MethodOptions.Types.IdempotencyLevel.Idempotent or MethodOptions.Types.IdempotencyLevel.NoSideEffects,
            PersonData.IsIn(method.OutputType));
    }
}
