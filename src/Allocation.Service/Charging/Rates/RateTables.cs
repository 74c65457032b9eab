using Google.Protobuf;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.Rates;

/// <summary>
/// The national rates of charging, from <c>charging-rates.json</c>: the contract's own JSON, a set for each year. A set is never changed and none is taken
/// away, because assessments are worked out again with the set that they used; a set that corrects another has an id of its own and stands below it.
/// </summary>
internal static class RateTables
{
    /// <summary>Every set, in the order of the file: the oldest first.</summary>
    public static IReadOnlyList<ChargingRates> All { get; } = Read();

    private static readonly Dictionary<Guid, ChargingRates> ById = All.ToDictionary(rates => Guid.Parse(rates.ChargingRatesId));

    /// <summary>The set in force on a day; null where the file knows none.</summary>
    public static ChargingRates? Find(DateOnly day) =>
        All.LastOrDefault(rates => Dates.Parse(rates.ValidFrom) <= day && day <= Dates.Parse(rates.ValidTo));

    /// <summary>The set in force on a day.</summary>
    /// <exception cref="Refusal">CHARGING_RATES_MISSING: the file knows none for the day; the metadata say which days it knows.</exception>
    public static ChargingRates InForce(DateOnly day) => Find(day) ?? throw Refusal.Rule(
        "CHARGING_RATES_MISSING", "No national rates of charging are known for this day.", "SI 2014/2672 regs 7, 12",
        ("date", Dates.Text(day)), ("first_known_date", All.Min(rates => rates.ValidFrom)!), ("last_known_date", All.Max(rates => rates.ValidTo)!));

    /// <summary>What a place's own amounts are held against: the set of the day, or for days to come the newest that is known.</summary>
    public static ChargingRates NearestTo(DateOnly day) => All.LastOrDefault(rates => Dates.Parse(rates.ValidFrom) <= day) ?? All[0];

    /// <summary>The set with an id; null where there is none.</summary>
    public static ChargingRates? Get(Guid id) => ById.GetValueOrDefault(id);

    /// <summary>The amount of an element, in pence.</summary>
    public static long Amount(this ChargingRates rates, ChargingElement element) => rates.Rates.Single(rate => rate.Element == element).AmountPence;

    private static IReadOnlyList<ChargingRates> Read()
    {
        using var file = new StreamReader(typeof(RateTables).Assembly.GetManifestResourceStream("charging-rates.json")!);
        return [.. JsonParser.Default.Parse<ListChargingRatesResponse>(file).ChargingRates];
    }
}
