using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>What a record of a section must keep.</summary>
internal static class LegalStatusChecks
{
    /// <summary>The faults of the record by itself, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(LegalStatus status, DateOnly today)
    {
        var start = Dates.Parse(status.StartDate);
        var left = Dates.ParseOptional(status.LeftHospitalDate);
        var aftercareEnd = Dates.ParseOptional(status.AftercareEndDate);
        var faults = new List<Violation>();
        foreach (var (field, date) in new[]
        {
            ("start_date", start),
            ("end_date", Dates.ParseOptional(status.EndDate)),
            ("left_hospital_date", left),
            ("aftercare_end_date", aftercareEnd),
        })
        {
            if (date > today)
                faults.Add(Fault(field, "NOT_IN_FUTURE", "What has not happened yet is not recorded."));
            if (date < start)
                faults.Add(Fault(field, "BEFORE_START", "This lies before the first day of the section."));
        }

        if (aftercareEnd is not null && !AftercareRight.Qualifies(status.Section))
            faults.Add(Fault("aftercare_end_date", "NO_AFTERCARE", "This section gives no after-care that could end (MHA 1983 s117(1))."));
        else if (aftercareEnd is not null && (left is null || aftercareEnd < left))
            faults.Add(Fault("aftercare_end_date", "BEFORE_AFTERCARE", "After-care ends only after it began, when the person left hospital."));
        return faults;
    }

    /// <summary>After-care cannot have ended while a community treatment order was in force (MHA 1983 s117(2)), in whichever order the two are recorded.</summary>
    /// <exception cref="Refusal">S117_CTO_IN_FORCE.</exception>
    public static void RequireNoEndUnderTreatmentOrder(LegalStatus added, IReadOnlyList<LegalStatus> recorded)
    {
        IReadOnlyList<LegalStatus> all = [.. recorded, added];
        if (AftercareRight.Current(all).Any(status => Dates.ParseOptional(status.AftercareEndDate) is { } end && AftercareRight.TreatmentOrderInForce(all, end)))
        {
            throw Refusal.Rule(
                "S117_CTO_IN_FORCE", "After-care cannot end while a community treatment order is in force.", "MHA 1983 s117(2)");
        }
    }

    private static Violation Fault(string field, string reason, string text) => new($"legal_status.{field}", reason, text);
}
