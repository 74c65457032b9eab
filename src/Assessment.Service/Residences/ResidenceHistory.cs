using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>Where a person lived, as it counts: one place at a time, each until the next begins. Replaced records and those made in error are left out.</summary>
internal sealed class ResidenceHistory
{
    private readonly Dictionary<string, Residence> _replacements;

    public ResidenceHistory(IReadOnlyList<Residence> records)
    {
        _replacements = records.Where(record => record.ReplacesResidenceId is not "").ToDictionary(record => record.ReplacesResidenceId);
        Current =
        [
            .. records.Where(record => !record.RecordedInError && !_replacements.ContainsKey(record.ResidenceId))
                .OrderBy(Start).ThenBy(record => record.ResidenceId, StringComparer.Ordinal),
        ];
    }

    /// <summary>The places that count, by their first day.</summary>
    public IReadOnlyList<Residence> Current { get; }

    public static DateOnly Start(Residence residence) => Dates.Parse(residence.StartDate);

    /// <summary>The first day of the next place; null of the last, and of a record that does not count.</summary>
    public DateOnly? End(Residence residence) => Current.SkipWhile(other => other.ResidenceId != residence.ResidenceId).Skip(1).Select(Start).Cast<DateOnly?>().FirstOrDefault();

    /// <summary>Where the person was on a day, a hospital or a prison too; null if nothing is on record.</summary>
    public Residence? On(DateOnly day) => Current.LastOrDefault(residence => Start(residence) <= day);

    /// <summary>Where the person lived on a day: a stay in hospital or prison changes nothing of that (Care Act 2014 s39(5), statutory guidance annex H).</summary>
    public Residence? LivedOn(DateOnly day) => Current.LastOrDefault(residence => Start(residence) <= day && !IsStay(residence));

    /// <summary>Ordinary residence on a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="deeming">Whether a placement by a council is passed over, as the Care Act does (s39) and section 117 does not ([2023] UKSC 31).</param>
    public OrdinaryResidence OrdinaryOn(DateOnly day, bool deeming)
    {
        var placements = new List<Residence>();
        for (var until = day; LivedOn(until) is { } place; until = Start(place).AddDays(-1))
        {
            if (!deeming || place.PlacedByCouncil is "")
                return new(place, placements);
            placements.Add(place);
        }

        return new(null, placements);
    }

    public static bool IsStay(Residence residence) => residence.Kind is ResidenceKind.Hospital or ResidenceKind.Prison;

    /// <summary>A kind of place in plain words.</summary>
    public static string Words(ResidenceKind kind) => kind switch
    {
        ResidenceKind.OwnHome => "at home",
        ResidenceKind.CareHome => "in a care home",
        ResidenceKind.SupportedLiving => "in supported living",
        ResidenceKind.SharedLives => "in shared lives",
        ResidenceKind.Hospital => "in hospital",
        ResidenceKind.Prison => "in custody",
        _ => "without a fixed abode",
    };
}

/// <summary>Where somebody is ordinarily resident.</summary>
/// <param name="Place">The place; null where what is on record does not reach back to it.</param>
/// <param name="PassedOver">The placements by a council that were passed over on the way to it, the latest first.</param>
internal sealed record OrdinaryResidence(Residence? Place, IReadOnlyList<Residence> PassedOver)
{
    /// <summary>There is a place, and it is a settled one.</summary>
    public bool IsSettled => Place is { Kind: not ResidenceKind.NoFixedAbode };
}
