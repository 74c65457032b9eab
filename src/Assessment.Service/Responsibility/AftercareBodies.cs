using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>
/// The two bodies that owe after-care (DOMAIN 0, A18). They are found by different rules, so they can be of different areas, or outside the programme.
/// </summary>
internal static class AftercareBodies
{
    private const int ApplicationDays = 14;
    private const string CouncilRule = "MHA 1983 s117(3); [2023] UKSC 31";
    private const string ReformedCouncilRule = "MHA 1983 s117(3) as amended by the Mental Health Act 2025 s46; Care Act 2014 s39";
    private const string BoardRule = "NHS England, Who Pays? (2022), section 18", BoardVersion = "2022-07-01";

    /// <summary>
    /// The council: of ordinary residence immediately before the latest detention that qualifies (MHA 1983 s117(3); [2023] UKSC 31); for somebody
    /// without a settled residence, of the area to which they go on discharge (s117(3)(c)).
    /// </summary>
    public static ResponsibleBody Council(AftercareDuty latest, ResponsibilityFacts facts)
    {
        var start = LegalHistory.Start(latest.Detention);
        var isReformed = facts.Law.IsReformed(start);
        var finding = new Finding(facts, isReformed ? ReformedCouncilRule : CouncilRule, facts.Law.On(start).Version).RestsOn(latest.Detention)
            .Because($"The latest detention that gives after-care, under {Sections.Name(latest.Detention.Section)}, began on {Dates.Text(start)}.");
        var before = facts.Residences.OrdinaryOn(start.AddDays(-1), deeming: isReformed);
        foreach (var placement in before.PassedOver)
            finding.RestsOn(placement).Because($"The placement by {placement.PlacedByCouncil} does not count.");
        if (before.Place is null)
            return finding.Lacks($"Where the person lived immediately before {Dates.Text(before.PassedOver is [.., var first] ? ResidenceHistory.Start(first) : start)}.");
        finding.RestsOn(before.Place);
        if (before.IsSettled)
            return finding.Because($"Immediately before it the person lived {Finding.Lived(before.Place)}.").Is(before.Place.Council);

        finding.Because("Immediately before it the person had no settled residence: the council is that of the area to which they go on discharge.");
        return facts.Residences.Current.FirstOrDefault(place => ResidenceHistory.Start(place) > start && !ResidenceHistory.IsStay(place)) is { } sent
            ? finding.RestsOn(sent).Because($"They lived {Finding.Lived(sent)}.").Is(sent.Council)
            : finding.Lacks("The area to which the person goes on discharge.");
    }

    /// <summary>
    /// The integrated care board: the one with core responsibility when detention was applied for, through later detentions until the person is
    /// discharged from after-care (NHS England, Who Pays?).
    /// </summary>
    /// <param name="duties">The person's duties, oldest first, at least one.</param>
    /// <param name="facts">The facts.</param>
    public static ResponsibleBody IntegratedCareBoard(IReadOnlyList<AftercareDuty> duties, ResponsibilityFacts facts)
    {
        var first = duties.Reverse().Skip(1).TakeWhile(duty => duty.State is AftercareState.EndedByNewDetention).LastOrDefault(duties[^1]).Detention;
        var start = LegalHistory.Start(first);
        var finding = new Finding(facts, BoardRule, BoardVersion).RestsOn(first);
        if (first != duties[^1].Detention)
            finding.RestsOn(duties[^1].Detention).Because($"After-care has not ended since the detention of {Dates.Text(start)}: later detentions change nothing of the board.");

        var applied = Dates.ParseOptional(first.ApplicationDate);
        var places = PlacesWhenAppliedFor(first, applied ?? start, applied is not null, facts.Residences);
        if (places.Count is 0)
            return finding.Lacks($"Where the person lived, and with which GP practice, when detention was applied for, on {Dates.Text(applied ?? start)} or before.");
        foreach (var place in places)
            finding.RestsOn(place);
        if (places.DistinctBy(place => facts.Successions.On(place.IntegratedCareBoard, start)).Count() > 1)
            return finding.Lacks($"The day on which the detention of {Dates.Text(start)} was applied for: the person was of two integrated care boards in the {ApplicationDays} days before it.");
        var when = applied is { } day ? $"when detention was applied for, on {Dates.Text(day)}" : $"when detention was applied for, in the {ApplicationDays} days up to {Dates.Text(start)}";
        return finding.Because($"{places[^1].IntegratedCareBoard} had core responsibility {when}.").Is(places[^1].IntegratedCareBoard);
    }

    // An application under Part 2 is good for 14 days (MHA 1983 s6(1)). Where its day is not known, all places of these days count: if they are of one board, the
    // day makes no difference. A court's order or a transfer is of its first day.
    private static IReadOnlyList<Residence> PlacesWhenAppliedFor(LegalStatus detention, DateOnly day, bool isDayKnown, ResidenceHistory history)
    {
        var earliest = isDayKnown || detention.Section is not MentalHealthActSection._3 ? day : day.AddDays(-ApplicationDays);
        if (history.LivedOn(earliest) is not { } place)
            return [];
        return [place, .. history.Current.Where(later => ResidenceHistory.Start(later) > earliest && ResidenceHistory.Start(later) <= day && !ResidenceHistory.IsStay(later))];
    }
}
