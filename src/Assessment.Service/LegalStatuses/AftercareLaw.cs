using System.Text.Json;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>
/// The law on after-care by date, from <c>AftercareLaw.json</c>. The Mental Health Act 2025 s46 is enacted and not in force (DOMAIN 0, A18): its start date is
/// not set. With it the council is found as the Care Act does, passing over placements, and after-care ends when both bodies have told the person so in writing.
/// </summary>
/// <param name="ReformStart">The first day of the Mental Health Act 2025 s46; null while it is not in force.</param>
internal sealed record AftercareLaw(DateOnly? ReformStart)
{
    private static readonly Document Text = Read();

    /// <summary>As the file has it.</summary>
    public static AftercareLaw Known { get; } = new(Text.Reform.StartDate);

    /// <summary>The rule and its version on a day.</summary>
    public (string Rule, string Version) On(DateOnly day) => IsReformed(day) ? (Text.Reform.Rule, Text.Reform.Version) : (Text.InForce.Rule, Text.InForce.Version);

    /// <summary>Whether the Mental Health Act 2025 s46 applies: to detentions that begin, and to after-care that ends, on its first day or later.</summary>
    public bool IsReformed(DateOnly day) => ReformStart <= day;

    private static Document Read()
    {
        using var file = typeof(AftercareLaw).Assembly.GetManifestResourceStream("AftercareLaw.json")!;
        return JsonSerializer.Deserialize<Document>(file, JsonSerializerOptions.Web)!;
    }

    private sealed record Document(RuleText InForce, RuleText Reform);

    private sealed record RuleText(string Rule, string Version, DateOnly? StartDate);
}
