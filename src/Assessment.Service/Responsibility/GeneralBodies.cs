using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>The bodies that are responsible for a person in general.</summary>
internal static class GeneralBodies
{
    private const string CareActVersion = "2015-04-01";

    /// <summary>
    /// The council: of ordinary residence, placements by a council passed over (Care Act 2014 s39; SI 2014/2828); of the area for somebody without a
    /// settled residence (s18(1)), and for somebody in custody (s76).
    /// </summary>
    public static ResponsibleBody Council(ResponsibilityFacts facts)
    {
        if (facts.Residences.On(facts.Day) is { Kind: ResidenceKind.Prison } custody)
        {
            return new Finding(facts, "Care Act 2014 s76", CareActVersion).RestsOn(custody)
                .Because($"The person is in custody in the area of {custody.Council}: the council of that area meets care needs meanwhile.").Is(custody.Council);
        }

        var finding = new Finding(facts, "Care Act 2014 ss18-20, 39; SI 2014/2828", CareActVersion);
        var ordinary = facts.Residences.OrdinaryOn(facts.Day, deeming: true);
        foreach (var placement in ordinary.PassedOver)
            finding.RestsOn(placement).Because($"The person was placed by {placement.PlacedByCouncil}, and is taken to live where they lived before.");
        if (ordinary.Place is not { } place)
            return finding.Lacks(ordinary.PassedOver.Count is 0 ? "Where the person lives." : "Where the person lived before the placement.");
        return finding.RestsOn(place).Because($"The person {(ordinary.PassedOver.Count is 0 ? "lives" : "lived")} {Finding.Lived(place)}.").Is(place.Council);
    }

    /// <summary>The integrated care board: of the person's GP practice, or of the area for somebody without one; a stay in hospital or prison changes nothing of it.</summary>
    public static ResponsibleBody IntegratedCareBoard(ResponsibilityFacts facts)
    {
        var finding = new Finding(facts, "NHS Act 2006 s3; NHS England, Who Pays? (2022)", "2022-07-01");
        return facts.Residences.LivedOn(facts.Day) is { } place
            ? finding.RestsOn(place).Because($"{place.IntegratedCareBoard} has core responsibility while the person lives there.").Is(place.IntegratedCareBoard)
            : finding.Lacks("Where the person lives, and with which GP practice.");
    }
}
