using System.Text.Json;
using System.Text.Json.Serialization;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>What becomes of an income or of capital.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Treatment>))]
internal enum Treatment
{
    /// <summary>It counts.</summary>
    [JsonStringEnumMemberName("COUNTED")]
    Counted,

    /// <summary>It does not.</summary>
    [JsonStringEnumMemberName("DISREGARDED")]
    Disregarded,

    /// <summary>It counts where the costs of the disability were asked about.</summary>
    [JsonStringEnumMemberName("COUNTED_WITH_EXPENSES")]
    CountedWithExpenses,

    /// <summary>It is help with rent.</summary>
    [JsonStringEnumMemberName("AGAINST_RENT")]
    AgainstRent,

    /// <summary>It is help with council tax.</summary>
    [JsonStringEnumMemberName("AGAINST_COUNCIL_TAX")]
    AgainstCouncilTax,

    /// <summary>It counts, and each holder's own interest is valued (reg 24).</summary>
    [JsonStringEnumMemberName("LAND")]
    Land,
}

/// <summary>
/// The rules on income and capital of SI 2014/2672 with its Schedules 1 and 2, from <c>charging-rules.json</c>, each with its source and how sure it is.
/// Data and not code, because most were recalled and not read again. A version is never changed: assessments are worked out again with the one that they used.
/// </summary>
internal sealed class ChargingRules
{
    private readonly Dictionary<IncomeKind, IncomeRule> _incomes;
    private readonly Dictionary<CapitalKind, CapitalRule> _capitals;
    private readonly Dictionary<CapitalDisregard, DisregardRule> _disregards;

    private ChargingRules(VersionDocument document)
    {
        Version = document.Version;
        _incomes = document.Incomes.ToDictionary(rule => Codes.Parse<IncomeKind>(rule.Kind));
        _capitals = document.Capitals.ToDictionary(rule => Codes.Parse<CapitalKind>(rule.Kind));
        _disregards = document.Disregards.ToDictionary(rule => Codes.Parse<CapitalDisregard>(rule.Disregard));
    }

    /// <summary>Every version, the oldest first.</summary>
    public static IReadOnlyList<ChargingRules> All { get; } = Read();

    /// <summary>The day of the version, as text.</summary>
    public string Version { get; }

    /// <summary>The version in force on a day: the last that began by then, else the first.</summary>
    public static ChargingRules InForce(DateOnly day) => All.LastOrDefault(rules => Dates.Parse(rules.Version) <= day) ?? All[0];

    /// <summary>The version that an assessment names.</summary>
    public static ChargingRules Named(string version) => All.Single(rules => rules.Version == version);

    /// <summary>The rule on a kind of income.</summary>
    public IncomeRule Of(IncomeKind kind) => _incomes[kind];

    /// <summary>The rule on a kind of capital.</summary>
    public CapitalRule Of(CapitalKind kind) => _capitals[kind];

    /// <summary>A rule by which capital does not count.</summary>
    public DisregardRule Of(CapitalDisregard disregard) => _disregards[disregard];

    /// <summary>The first day on which capital counts although a rule leaves it out before; null where none does, or for good.</summary>
    public DateOnly? EndOfDisregard(Capital capital) => Of(capital.Disregard, capital.DisregardFrom);

    private DateOnly? Of(CapitalDisregard disregard, string from) =>
        disregard is not CapitalDisregard.Unspecified && Of(disregard) is { Weeks: > 0 } rule ? Dates.Parse(from).AddDays(7 * rule.Weeks) : null;

    private static IReadOnlyList<ChargingRules> Read()
    {
        using var file = typeof(ChargingRules).Assembly.GetManifestResourceStream("charging-rules.json")!;
        return [.. JsonSerializer.Deserialize<Document>(file, JsonSerializerOptions.Web)!.Versions.Select(version => new ChargingRules(version))];
    }

    private sealed record Document(IReadOnlyList<VersionDocument> Versions);

    private sealed record VersionDocument(
        string Version, IReadOnlyList<IncomeRule> Incomes, IReadOnlyList<CapitalRule> Capitals, IReadOnlyList<DisregardRule> Disregards);
}

/// <summary>The rule on a kind of income; of what counts the first pence of a week may not.</summary>
internal sealed record IncomeRule(string Kind, Treatment Treatment, string Words, string Source, string Status, long WeeklyDisregardPence = 0);

/// <summary>The rule on a kind of capital, and by which other rules it may not count.</summary>
internal sealed record CapitalRule(string Kind, Treatment Treatment, string Words, IReadOnlyList<string> Disregards, string Source, string Status);

/// <summary>A rule by which capital does not count: for so many weeks, or for good where that is 0.</summary>
internal sealed record DisregardRule(string Disregard, int Weeks, string Words, string Source, string Status);
