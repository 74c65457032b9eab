using System.Collections.Concurrent;
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

/// <summary>The facts of every method that is served, and of those that are called, by gRPC path.</summary>
public sealed class MethodTable
{
    private readonly ConcurrentDictionary<string, MethodFacts> _facts;
    private readonly Func<string, MethodDescriptor?>? _called;

    /// <summary>Reads the facts of what is served; those of what is called are read at the first call.</summary>
    /// <param name="served">Those that are served.</param>
    /// <param name="called">Finds one that is served elsewhere; null where none is called.</param>
    public MethodTable(IEnumerable<MethodDescriptor> served, Func<string, MethodDescriptor?>? called = null)
    {
        All = [.. served.Select(FactsOf)];
        _facts = new(All.Select(facts => KeyValuePair.Create(facts.Descriptor.FullName(), facts)), StringComparer.Ordinal);
        _called = called;
    }

    /// <summary>All that are served.</summary>
    public IReadOnlyList<MethodFacts> All { get; }

    /// <summary>The facts of a method, or null if the contract does not have it.</summary>
    /// <param name="path"><c>/package.Service/Method</c>.</param>
    public MethodFacts? Find(string path)
    {
        if (_facts.TryGetValue(path, out var facts))
            return facts;
        return _called?.Invoke(path) is { } method ? _facts.GetOrAdd(path, FactsOf(method)) : null;
    }

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
