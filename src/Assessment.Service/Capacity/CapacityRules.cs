using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Capacity;

/// <summary>What a finding must keep, and what follows from a change (DOMAIN 0, A8).</summary>
internal static class CapacityRules
{
    /// <summary>The faults of a finding, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(CapacityFinding finding, DateOnly today)
    {
        var assessed = Dates.Parse(finding.AssessDate);
        var review = Dates.ParseOptional(finding.ReviewDate);
        var faults = new List<Violation>();
        if (assessed > today)
            faults.Add(new("capacity_finding.assess_date", "NOT_IN_FUTURE", "What has not happened yet is not recorded."));
        if (review <= assessed)
            faults.Add(new("capacity_finding.review_date", "BEFORE_START", "The next look comes after this one."));
        var mayReturn = finding.Expected is ExpectedCapacity.Fluctuating or ExpectedCapacity.Returning;
        if (review is null && mayReturn && finding.Outcome is CapacityOutcome.LacksCapacity)
            faults.Add(new("capacity_finding.review_date", "REQUIRED", "Where capacity may return, somebody looks again by a day."));
        return faults;
    }

    /// <summary>Under 16 a representative decides about a direct payment: capacity for it is not in question.</summary>
    /// <exception cref="Refusal">CHILD_UNDER_16.</exception>
    public static void RequireInQuestion(CapacityDecision decision, int ageYears)
    {
        if (ageYears < RelatedPersonRules.DecidesFrom && RelatedPersonRules.IsAboutDirectPayment(decision))
            throw Refusal.Rule("CHILD_UNDER_16", "Under 16 a representative decides about a direct payment.", "SI 2013/1617 regs 2, 4");
    }

    /// <summary>What follows when capacity for a decision was lost or regained; nothing where it stays as it was.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="lackedBefore">The person lacked capacity for it before.</param>
    /// <param name="lacksNow">The person lacks it now.</param>
    /// <param name="isRepresented">Somebody who is agreed to, with authority in force, may make it for the person.</param>
    public static IReadOnlyList<CapacityConsequence> Consequences(CapacityDecision decision, bool lackedBefore, bool lacksNow, bool isRepresented)
    {
        if (lackedBefore == lacksNow)
            return [];
        if (!lacksNow)
            return [CapacityConsequence.AskPerson];

        var consequences = new List<CapacityConsequence>();
        if (!isRepresented)
            consequences.Add(CapacityConsequence.RepresentativeNeeded);
        if (decision is not CapacityDecision.ShareData)
            consequences.Add(CapacityConsequence.ReviewNeeded);
        if (!isRepresented && RelatedPersonRules.IsAboutDirectPayment(decision))
            consequences.Add(CapacityConsequence.ManagedMeanwhile);
        return consequences;
    }
}
