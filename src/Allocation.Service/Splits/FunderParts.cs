using Google.Protobuf;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>Funders' parts as they are stored: a list of the contract's JSON.</summary>
internal static class FunderParts
{
    /// <summary>The document.</summary>
    public static string Write(IEnumerable<FunderPart> parts) => $"[{string.Join(',', parts.Select(part => JsonFormatter.Default.Format(part)))}]";

    /// <summary>What it says.</summary>
    public static IReadOnlyList<FunderPart> Read(string parts) => SplitPeriod.Parser.ParseJson($"{{\"parts\":{parts}}}").Parts;
}
