using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>
/// After-care under section 117 of the Mental Health Act 1983 (DOMAIN 8.3, A18): the person was detained under a
/// section that gives it and has left hospital, on discharge or on leave, and both bodies have not ended it.
/// </summary>
internal static class AftercareRight
{
    /// <summary>Whether a section gives after-care: 3, 37, 45A, 47 and 48 do, 2, 4 and 136 do not (MHA 1983 s117(1)).</summary>
    public static bool Qualifies(MentalHealthActSection section) => section
        is MentalHealthActSection._3
        or MentalHealthActSection._37
        or MentalHealthActSection._45A
        or MentalHealthActSection._47
        or MentalHealthActSection._48;

    /// <summary>Whether a community treatment order is in force on a day: after-care cannot end then (MHA 1983 s117(2)).</summary>
    public static bool TreatmentOrderInForce(IEnumerable<LegalStatus> statuses, DateOnly day) => Current(statuses).Any(status =>
        status.Section is MentalHealthActSection.CommunityTreatmentOrder
        && Dates.Parse(status.StartDate) <= day
        && (status.EndDate is "" || Dates.Parse(status.EndDate) > day));

    /// <summary>Decides on the sections on record.</summary>
    public static BasisOutcome Decide(IReadOnlyList<LegalStatus> statuses, DateOnly today)
    {
        var (eligible, reason) = InForce(statuses, today);
        return new BasisOutcome
        {
            LegalBasis = LegalBasis.S117,
            Eligible = eligible,
            RightToHave = eligible,
            Reasons = { reason },
            Rule = "MHA 1983 s117; SI 2012/2996 reg 32A",
            RuleVersion = "2023-08-10",
        };
    }

    private static (bool InForce, string Reason) InForce(IReadOnlyList<LegalStatus> statuses, DateOnly today)
    {
        // A new detention that qualifies ends the duty that an older one gave, and gives a fresh one ([2023] UKSC 31).
        var latest = Current(statuses)
            .Where(status => Qualifies(status.Section) && Dates.Parse(status.StartDate) <= today)
            .MaxBy(status => Dates.Parse(status.StartDate));
        if (latest is null)
            return (false, "No section that gives after-care (3, 37, 45A, 47 or 48) is on record.");

        var name = $"section {SectionNumber(latest.Section)}";
        if (latest.LeftHospitalDate is "" || Dates.Parse(latest.LeftHospitalDate) > today)
            return (false, $"After-care begins on leaving hospital; the person is in hospital after detention under {name}.");
        if (latest.AftercareEndDate is not "" && Dates.Parse(latest.AftercareEndDate) is var ended && ended <= today && !TreatmentOrderInForce(statuses, ended))
            return (false, $"After-care following {name} has ended: both bodies were satisfied that it is no longer needed.");
        return (true, $"The person was detained under {name} and has left hospital{(latest.EndDate is "" ? " on leave" : "")}; after-care has not ended.");
    }

    /// <summary>Sections are recorded, never changed: a later record of the same section and first day replaces an earlier one.</summary>
    public static IEnumerable<LegalStatus> Current(IEnumerable<LegalStatus> statuses) =>
        statuses.GroupBy(status => (status.Section, status.StartDate)).Select(records => records.Last());

    private static string SectionNumber(MentalHealthActSection section) => section.ToString().TrimStart('_');
}
