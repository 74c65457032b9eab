using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Consents;

/// <summary>Who may give and withdraw which consent (Mental Capacity Act 2005; SI 2013/1617 regs 3-5, 17(1)).</summary>
internal static class ConsentRules
{
    private const string Law = "SI 2013/1617 regs 3-5; Mental Capacity Act 2005";

    /// <summary>The decision for which somebody who gives a consent needs capacity or authority.</summary>
    public static CapacityDecision DecisionOf(ConsentPurpose purpose) =>
        purpose is ConsentPurpose.DirectPayment ? CapacityDecision.ConsentToDirectPayment : CapacityDecision.ShareData;

    /// <summary>What is consented to with a decision; nothing for decisions that are no consent.</summary>
    public static IReadOnlyList<ConsentPurpose> PurposesOf(CapacityDecision decision) =>
        [.. Enum.GetValues<ConsentPurpose>().Where(purpose => purpose is not ConsentPurpose.Unspecified && DecisionOf(purpose) == decision)];

    /// <summary>The faults of a consent by itself, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(Consent consent, DateOnly today)
    {
        var given = Dates.Parse(consent.GivenDate);
        var faults = new List<Violation>();
        if (given > today)
            faults.Add(Fault("given_date", "NOT_IN_FUTURE", "What has not happened yet is not recorded."));
        if (Dates.ParseOptional(consent.EndDate) < given)
            faults.Add(Fault("end_date", "BEFORE_START", "This lies before the day on which it was given."));
        if (consent.GivenBy is DecisionMaker.Representative && consent.RepresentativeId is "")
            faults.Add(Fault("representative_id", "REQUIRED", "Which representative gave it?"));
        if (consent.GivenBy is DecisionMaker.Person && consent.RepresentativeId is not "")
            faults.Add(Fault("representative_id", "NOT_OF_THIS_KIND", "The person gave it, hence no representative did."));
        if (consent.Purpose is ConsentPurpose.ShareData && consent.SharedWith.Count < 2)
            faults.Add(Fault("shared_with", "MIN_ITEMS", "Data are shared between at least two bodies."));
        if (consent.Purpose is not ConsentPurpose.ShareData && consent.SharedWith.Count > 0)
            faults.Add(Fault("shared_with", "NOT_OF_THIS_KIND", "Only a consent to share data names bodies."));
        return faults;
    }

    /// <summary>Makes sure that whoever gives a consent may give it.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="ageYears">The person's age.</param>
    /// <param name="capacity">The person's capacity.</param>
    /// <param name="acting">The representatives whom the body agreed to and whose authority is in force.</param>
    /// <exception cref="Refusal">CHILD_UNDER_16; CAPACITY_LACKING; PERSON_DECIDES; NOT_IN_AUTHORITY.</exception>
    public static void RequireMayGive(Consent consent, int ageYears, CapacityNow capacity, IReadOnlyList<RelatedPerson> acting)
    {
        var decision = DecisionOf(consent.Purpose);
        var lacks = capacity.Lacks(decision);
        var isChild = ageYears < RelatedPersonRules.DecidesFrom;
        if (consent.GivenBy is DecisionMaker.Person)
        {
            if (isChild && consent.Purpose is ConsentPurpose.DirectPayment)
                throw Refusal.Rule("CHILD_UNDER_16", "Under 16 a representative decides about a direct payment.", "SI 2013/1617 regs 2, 4");
            if (lacks)
                throw CapacityLacking();
            return;
        }

        if (!lacks && !isChild)
            throw PersonDecides();
        var representative = acting.FirstOrDefault(related => related.RelatedPersonId == consent.RepresentativeId);
        if (representative is null || !RelatedPersonRules.Covers(representative.Representation, decision, ageYears))
        {
            throw Refusal.Rule(
                "NOT_IN_AUTHORITY", "The representative does not act for the person, or has no authority for this decision.", Law,
                ("representative_id", consent.RepresentativeId));
        }
    }

    /// <summary>Makes sure that whoever withdraws a consent may do so: the person with capacity always, a representative what is theirs to decide.</summary>
    /// <exception cref="Refusal">CAPACITY_LACKING; PERSON_DECIDES.</exception>
    public static void RequireMayWithdraw(Consent consent, DecisionMaker withdrawnBy, CapacityNow capacity)
    {
        var lacks = capacity.Lacks(DecisionOf(consent.Purpose));
        if (withdrawnBy is DecisionMaker.Person && lacks)
            throw CapacityLacking();
        if (withdrawnBy is DecisionMaker.Representative && consent.GivenBy is DecisionMaker.Person && !lacks)
            throw PersonDecides();
    }

    private static Refusal CapacityLacking() =>
        Refusal.Rule("CAPACITY_LACKING", "The person was found to lack capacity for this decision: a representative decides.", Law);

    private static Refusal PersonDecides() => Refusal.Rule("PERSON_DECIDES", "The person has capacity for this decision and makes it.", Law);

    private static Violation Fault(string field, string reason, string text) => new($"consent.{field}", reason, text);
}
