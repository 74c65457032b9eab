using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>What decides whether an advocate must be offered.</summary>
/// <param name="SubstantialDifficulty">The person has substantial difficulty in taking part.</param>
/// <param name="AppropriateSupporter">Somebody appropriate supports them, unpaid and wanted.</param>
/// <param name="SeriousTreatmentOrMove">Serious treatment, or a move to a hospital or care home, is being decided.</param>
/// <param name="LacksCapacityToPlan">The person lacks capacity to agree the plan.</param>
/// <param name="HasRepresentative">Somebody with authority decides for the person.</param>
/// <param name="LegalStatuses">The sections on record.</param>
/// <param name="Today">The day.</param>
internal sealed record AdvocacyFacts(
    bool SubstantialDifficulty, bool AppropriateSupporter, bool SeriousTreatmentOrMove, bool LacksCapacityToPlan, bool HasRepresentative,
    IReadOnlyList<LegalStatus> LegalStatuses, DateOnly Today);

/// <summary>When an advocate must be offered: Care Act 2014 s67; Mental Health Act 1983 ss130A-130C; Mental Capacity Act 2005 ss37-40.</summary>
internal static class AdvocacyDuties
{
    /// <summary>One answer for each role.</summary>
    public static IReadOnlyList<AdvocacyDuty> Of(AdvocacyFacts facts) => [CareAct(facts), MentalHealth(facts), MentalCapacity(facts)];

    private static AdvocacyDuty CareAct(AdvocacyFacts facts)
    {
        var (must, reason) = facts switch
        {
            { SubstantialDifficulty: false } => (false, "The person can take part without substantial difficulty."),
            { AppropriateSupporter: true } => (false, "Somebody appropriate supports the person, and the person wants it."),
            _ => (true, "The person has substantial difficulty in taking part, and nobody appropriate supports them."),
        };
        return Duty(AdvocateRole.CareAct, must, reason, "Care Act 2014 s67");
    }

    private static AdvocacyDuty MentalHealth(AdvocacyFacts facts)
    {
        var must = new LegalHistory(facts.LegalStatuses).Current.Any(status => GivesAdvocate(status.Section) && LegalHistory.InForce(status, facts.Today));
        return Duty(
            AdvocateRole.Imha, must,
            must ? "The person is liable to be detained, under a community treatment order or conditionally discharged." : "No section that gives a mental health advocate is in force.",
            "MHA 1983 s130C");
    }

    private static AdvocacyDuty MentalCapacity(AdvocacyFacts facts)
    {
        var (must, reason) = facts switch
        {
            { LacksCapacityToPlan: false } => (false, "The person has not been found to lack capacity for the decision."),
            { SeriousTreatmentOrMove: false } => (false, "Neither serious treatment nor a move to a hospital or care home is being decided."),
            { HasRepresentative: true } => (false, "Somebody with authority decides for the person."),
            { AppropriateSupporter: true } => (false, "There is somebody appropriate, unpaid, to consult."),
            _ => (true, "The person lacks capacity for a decision about serious treatment or a move, and there is nobody appropriate to consult."),
        };
        return Duty(AdvocateRole.Imca, must, reason, "Mental Capacity Act 2005 ss37-40");
    }

    // Who is liable to be detained, under an order or conditionally discharged; emergency and holding powers give none (s130C(2)).
    private static bool GivesAdvocate(MentalHealthActSection section) => section switch
    {
        MentalHealthActSection._4 or MentalHealthActSection._5 or MentalHealthActSection._135 or MentalHealthActSection._136 => false,
        MentalHealthActSection.CommunityTreatmentOrder or MentalHealthActSection.ConditionalDischarge => true,
        _ => Sections.Detains(section),
    };

    private static AdvocacyDuty Duty(AdvocateRole role, bool must, string reason, string source) =>
        new() { Role = role, MustOffer = must, Reason = reason, Source = source };
}
