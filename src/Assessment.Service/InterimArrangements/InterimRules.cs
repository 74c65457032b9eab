using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.InterimArrangements;

/// <summary>What an interim arrangement needs, and what it does not need: an assessment, an allocation, a plan (DOMAIN 0, A4).</summary>
internal static class InterimRules
{
    /// <summary>Everything that is wrong with an arrangement, but for who pays.</summary>
    public static IEnumerable<Violation> FaultsOf(InterimArrangement arrangement, int longestDays, DateOnly today)
    {
        var (start, end) = (Dates.Parse(arrangement.StartDate), Dates.Parse(arrangement.EndDate));
        if (end < start)
            yield return new Violation("interim_arrangement.end_date", "BEFORE_START", "The last day is not before the first.");
        else if (end.DayNumber - start.DayNumber >= longestDays)
            yield return new Violation("interim_arrangement.end_date", "TOO_LONG", $"An arrangement lasts at most {longestDays} days here; another can follow it.");

        foreach (var fault in FactFaults(arrangement))
            yield return fault;
        if (Dates.ParseOptional(arrangement.FastTrackDate) > today)
            yield return new Violation("interim_arrangement.fast_track_date", "NOT_IN_FUTURE", "The tool was completed today or earlier.");
        if (arrangement.DisputedWith is not "" && arrangement.DisputedWith == arrangement.Funder)
            yield return new Violation("interim_arrangement.disputed_with", "FUNDERS_ALIKE", "A dispute is with somebody else than the funder.");
    }

    /// <summary>Whether the kind of organisation is the one whose power or duty the basis is.</summary>
    /// <exception cref="Refusal">FIELD_INVALID: a council pays for urgent needs before the assessment, an integrated care board on the fast track.</exception>
    public static void RequirePayer(InterimBasis basis, OrganisationKind funder)
    {
        if (basis is InterimBasis.UrgentNeed && funder is not OrganisationKind.LocalAuthority)
            throw Refusal.Invalid(new Violation("interim_arrangement.funder", "NOT_OF_THIS_BASIS", "Urgent needs before the assessment are a council's to meet (Care Act 2014 s19(3))."));
        if (basis is InterimBasis.ChcFastTrack && funder is not OrganisationKind.IntegratedCareBoard)
            throw Refusal.Invalid(new Violation("interim_arrangement.funder", "NOT_OF_THIS_BASIS", "The fast track is of NHS Continuing Healthcare: an integrated care board pays."));
    }

    // Each basis but the urgent need stands on one more fact, and has none of the others'.
    private static IEnumerable<Violation> FactFaults(InterimArrangement arrangement)
    {
        (string Field, string Value, InterimBasis Basis, string Missing)[] facts =
        [
            ("fast_track_date", arrangement.FastTrackDate, InterimBasis.ChcFastTrack, "The fast track needs the day on which a clinician completed its tool."),
            ("discharge_date", arrangement.DischargeDate, InterimBasis.HospitalDischarge, "A discharge from hospital has a day."),
            ("disputed_with", arrangement.DisputedWith, InterimBasis.FundingDispute, "A dispute about who pays is with somebody."),
        ];
        foreach (var (field, value, basis, missing) in facts)
        {
            if (arrangement.Basis == basis && value is "")
                yield return new Violation($"interim_arrangement.{field}", "REQUIRED", missing);
            if (arrangement.Basis != basis && value is not "")
                yield return new Violation($"interim_arrangement.{field}", "NOT_OF_THIS_BASIS", "This is a fact of another basis.");
        }
    }
}
