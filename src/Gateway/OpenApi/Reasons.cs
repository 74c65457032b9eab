using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Documentation;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>A reason that a request can be refused for.</summary>
/// <param name="Code">UPPER_SNAKE, or the code of a rule.</param>
/// <param name="Grpc">The gRPC status.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Meaning">What it means and what to do.</param>
/// <param name="Source">The law or policy behind it; empty where there is none to name.</param>
public sealed record Reason(string Code, StatusCode Grpc, int Status, string Meaning, string Source);

/// <summary>The reasons of <c>docs/errors.md</c>, which is embedded: people and callers' tools read the same table. Which of them a method has, its comment and its request say.</summary>
public static partial class Reasons
{
    private const string NotFoundSuffix = "_NOT_FOUND";

    private static readonly Lazy<FrozenDictionary<string, Reason>> ByCode = new(() => Read().ToFrozenDictionary(reason => reason.Code, StringComparer.Ordinal));

    public static IReadOnlyCollection<Reason> All => ByCode.Value.Values;

    /// <summary>Null for what stands in no table.</summary>
    public static Reason? Find(string code) => ByCode.Value.GetValueOrDefault(code);

    /// <summary>What this method is refused for beside the reasons that methods share: those that its comment names, and the absence of what its path names.</summary>
    public static IEnumerable<Reason> Of(MethodDescriptor method, IEnumerable<string> pathFields)
    {
        var named = Codes(Comments.Of(method));
        var absent = pathFields.Where(field => field.EndsWith("_id", StringComparison.Ordinal)).Select(field => field[..^"_id".Length].ToUpperInvariant())
            .Append(method.Name.StartsWith("Get", StringComparison.Ordinal) ? Snake(method.Name["Get".Length..]) : "")
            .Select(resource => resource + NotFoundSuffix);
        return named.Concat(absent).Distinct(StringComparer.Ordinal).Select(Find).OfType<Reason>();
    }

    /// <summary>The codes in a text; <c>`X01` to `X14`</c> stands for each between them.</summary>
    public static IEnumerable<string> Codes(string text)
    {
        foreach (Match match in Code().Matches(text))
        {
            var (first, last) = (match.Groups["first"].Value, match.Groups["last"].Value);
            if (last.Length == 0)
                yield return first;
            else
                for (var number = int.Parse(first[1..]); number <= int.Parse(last[1..]); number++)
                    yield return $"{first[0]}{number:00}";
        }
    }

    private static IEnumerable<Reason> Read()
    {
        using var page = new StreamReader(typeof(Reasons).Assembly.GetManifestResourceStream("errors.md")!);
        while (page.ReadLine() is { } line)
        {
            if (line.Split('|', StringSplitOptions.TrimEntries) is not ["", var first, var second, .. var more, ""])
                continue;
            if (Row().Match(first) is { Success: true } code && Statuses.TryGetValue(second, out var grpc) && more is [var status, var meaning, .. var source])
                yield return new Reason(code.Groups[1].Value, grpc, int.Parse(status), meaning, source is [var given] ? given : "");
            else
                foreach (var absent in Codes(second).Where(text => text.EndsWith(NotFoundSuffix, StringComparison.Ordinal)))
                    yield return new Reason(absent, StatusCode.NotFound, StatusCodes.Status404NotFound, "Absent, or in another programme", "");
        }
    }

    private static readonly FrozenDictionary<string, StatusCode> Statuses =
        Enum.GetValues<StatusCode>().ToFrozenDictionary(code => Snake(code.ToString()), StringComparer.Ordinal);

    private static string Snake(string name) => WordStart().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("`(?<first>[A-Z][A-Z0-9_]{2,})`(?: to `(?<last>[A-Z][0-9]{2})`)?")]
    private static partial Regex Code();

    [GeneratedRegex("^`([A-Z][A-Z0-9_]*)`$")]
    private static partial Regex Row();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
