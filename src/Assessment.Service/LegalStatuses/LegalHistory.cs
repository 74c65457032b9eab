using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>
/// A person's records as they count: each stands for the last that replaced it, those made in error for nothing. Links between
/// records lead to what counts now, whichever of its versions they name.
/// </summary>
internal sealed class LegalHistory
{
    private readonly Dictionary<string, LegalStatus> _replacements;
    private readonly Dictionary<string, LegalStatus> _all;

    public LegalHistory(IReadOnlyList<LegalStatus> records)
    {
        _all = records.Where(status => status.LegalStatusId is not "").ToDictionary(status => status.LegalStatusId);
        _replacements = records.Where(status => status.ReplacesLegalStatusId is not "").ToDictionary(status => status.ReplacesLegalStatusId);
        Current = [.. records.Where(status => !status.RecordedInError && !_replacements.ContainsKey(status.LegalStatusId)).OrderBy(Start).ThenBy(status => status.LegalStatusId, StringComparer.Ordinal)];
    }

    /// <summary>The records that count, by their first day.</summary>
    public IReadOnlyList<LegalStatus> Current { get; }

    /// <summary>The record that counts for an id; null for none, and where it was made in error.</summary>
    public LegalStatus? Resolve(string id)
    {
        if (id is "" || !_all.TryGetValue(id, out var status))
            return null;
        while (_replacements.TryGetValue(status.LegalStatusId, out var later))
            status = later;
        return status.RecordedInError ? null : status;
    }

    /// <summary>The record that one follows, as it counts now.</summary>
    public LegalStatus? Origin(LegalStatus status) => Resolve(status.FollowsLegalStatusId);

    /// <summary>The detention that a record goes back to, itself if it follows none: an order, the recall from it, and the detention that its revocation revived are of one detention.</summary>
    public LegalStatus Detention(LegalStatus status)
    {
        // A link leads to an earlier day or the same one; the count stands against a circle of corrections.
        for (var steps = 0; steps < _all.Count && Origin(status) is { } origin; steps++)
            status = origin;
        return status;
    }

    /// <summary>Whether a record is in force on a day: from its first day until the day before its end.</summary>
    public static bool InForce(LegalStatus status, DateOnly day) => Start(status) <= day && (End(status) is not { } end || end > day);

    /// <summary>Whether a community treatment order is in force on a day: after-care cannot end then (MHA 1983 s117(2)).</summary>
    public bool TreatmentOrderInForce(DateOnly day) =>
        Current.Any(status => status.Section is MentalHealthActSection.CommunityTreatmentOrder && InForce(status, day));

    public static DateOnly Start(LegalStatus status) => Dates.Parse(status.StartDate);

    public static DateOnly? End(LegalStatus status) => Dates.ParseOptional(status.EndDate);
}
