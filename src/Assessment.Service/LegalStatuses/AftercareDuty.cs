using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using static PersonalBudgets.Assessment.V1.MentalHealthActSection;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>The after-care that one qualifying detention gives (MHA 1983 s117; DOMAIN 8.3, A18).</summary>
/// <param name="Detention">The detention.</param>
/// <param name="State">Where it stands on the day that is asked about.</param>
/// <param name="BeganOn">The first day on which the person was out of hospital, on leave or for good; null before.</param>
/// <param name="EndedOn">The day on which the duty ended; null while it has not.</param>
internal sealed record AftercareDuty(LegalStatus Detention, AftercareState State, DateOnly? BeganOn, DateOnly? EndedOn)
{
    /// <summary>Whether after-care is owed now.</summary>
    public bool IsInForce => State is AftercareState.InForce or AftercareState.OnLeave;

    /// <summary>The duties of a person up to a day, the oldest first: each new detention that qualifies ends the one before and gives a fresh one ([2023] UKSC 31).</summary>
    public static IReadOnlyList<AftercareDuty> All(AftercareFacts facts)
    {
        var history = new LegalHistory(facts.LegalStatuses);
        var detentions = history.Current
            .Where(status => Sections.Qualifies(status.Section) && history.Detention(status) == status && LegalHistory.Start(status) <= facts.Day)
            .ToArray();
        return [.. detentions.Select((detention, place) => Of(detention, detentions.ElementAtOrDefault(place + 1), history, facts))];
    }

    /// <summary>The one that counts on the day that is asked about; null if no section gave one.</summary>
    public static AftercareDuty? Latest(AftercareFacts facts) => All(facts) is [.., var latest] ? latest : null;

    private static AftercareDuty Of(LegalStatus detention, LegalStatus? next, LegalHistory history, AftercareFacts facts)
    {
        // What goes back to this detention: leave, an order and the recall from it, the detention that a revocation revived.
        var records = history.Current.Where(status => history.Detention(status) == detention && LegalHistory.Start(status) <= facts.Day).ToArray();
        var began = records.SelectMany(Departures).Where(day => day <= facts.Day).Cast<DateOnly?>().Min();
        if (EndOf(detention, began, next, history, facts) is { } ended)
            return new(detention, AftercareState.EndedByBothBodies, began, ended);
        if (next is not null)
            return new(detention, AftercareState.EndedByNewDetention, began, LegalHistory.Start(next));
        return new(detention, StateOf(records, history, facts.Day), began, null);
    }

    private static AftercareState StateOf(IReadOnlyList<LegalStatus> records, LegalHistory history, DateOnly day)
    {
        var last = records.Last(status => Sections.Qualifies(status.Section));
        var leaves = records.Where(status => status.Section is _17Leave).ToArray();
        if (LegalHistory.InForce(last, day))
            return leaves.Any(leave => LegalHistory.InForce(leave, day)) ? AftercareState.OnLeave : AftercareState.Detained;

        var after = records.Where(status => status == last || (history.Origin(status) == last && status.Section is not _17Leave)).ToArray();
        if (after.Any(status => status.End is LegalStatusEnd.Revoked or LegalStatusEnd.Recalled && LegalHistory.End(status) <= day))
            return AftercareState.Detained;
        // Who was on leave when detention ended has left; who came back from it before has not.
        var lastDay = LegalHistory.End(last)!.Value.AddDays(-1);
        return after.SelectMany(Departures).Any(left => left <= day) || leaves.Any(leave => LegalHistory.InForce(leave, lastDay))
            ? AftercareState.InForce
            : AftercareState.InformalStay;
    }

    /// <summary>The days on which the person left hospital, as one record tells.</summary>
    private static IEnumerable<DateOnly> Departures(LegalStatus status)
    {
        if (status.Section is _17Leave or CommunityTreatmentOrder or ConditionalDischarge)
            yield return LegalHistory.Start(status);
        if (status.Section is Informal && LegalHistory.End(status) is { } end)
            yield return end;
        if (Dates.ParseOptional(status.LeftHospitalDate) is { } left)
            yield return left;
    }

    // An end that was recorded while an order was in force, or before after-care began, is none.
    private static DateOnly? EndOf(LegalStatus detention, DateOnly? began, LegalStatus? next, LegalHistory history, AftercareFacts facts) => facts.Ends
        .Where(end => history.Resolve(end.LegalStatusId) is { } ended && history.Detention(ended) == detention)
        .Select(end => Dates.Parse(end.EndDate))
        .Where(day => day <= facts.Day && began <= day && !history.TreatmentOrderInForce(day) && (next is null || day <= LegalHistory.Start(next)))
        .Cast<DateOnly?>()
        .Min();
}
