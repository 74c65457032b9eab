using Google.Protobuf;
using Google.Protobuf.Collections;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.CohortRules;

/// <summary>
/// The rules that come with the service, one for each group that the sources name (DOMAIN 1.3). They are data: <c>ready-made.json</c>, a document as
/// ImportCohortRules takes it.
/// </summary>
internal static class ReadyMadeRules
{
    private const string File = "ready-made.json";

    private static readonly Lazy<IReadOnlyList<CohortRule>> Rules = new(Read);

    /// <summary>The rules that a programme adopts.</summary>
    public static IReadOnlyList<CohortRule> All => Rules.Value;

    private static RepeatedField<CohortRule> Read()
    {
        using var file = new StreamReader(typeof(ReadyMadeRules).Assembly.GetManifestResourceStream(File)!);
        return JsonParser.Default.Parse<CohortRuleDocument>(file).Rules;
    }
}
