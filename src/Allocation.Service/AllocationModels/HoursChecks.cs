using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>What the minutes and rates of method M5 must keep: what one table names, another has.</summary>
internal static class HoursChecks
{
    private const string Field = "needs_to_hours";

    public static void Find(NeedsToHours hours, ModelFaults faults)
    {
        faults.FindDuplicates($"{Field}.domain_minutes", hours.DomainMinutes, row => (row.Domain, row.Level));
        faults.FindDuplicates($"{Field}.hourly_rates", hours.HourlyRates, row => row.Category);
        faults.FindDuplicates($"{Field}.domain_rates", hours.DomainRates, row => row.Domain);
        faults.FindDuplicates($"{Field}.time_adjustments", hours.TimeAdjustments, row => row.Adjustment);
        faults.FindDuplicates($"{Field}.night_rates", hours.NightRates, row => row.NightSupport);
        faults.FindDuplicates($"{Field}.living_situation_rules", hours.LivingSituationRules, row => row.LivingSituation);
        faults.FindNotRising($"{Field}.presence_steps", "longest_alone_minutes", hours.PresenceSteps, step => step.LongestAloneMinutes);
        if (hours is { MinutesSource: MinutesSource.Table, DomainMinutes.Count: 0 })
            faults.Add($"{Field}.domain_minutes", "REQUIRED", "Minutes that come from the table need one.");

        var categories = hours.HourlyRates.Select(rate => rate.Category).ToHashSet();
        var domains = hours.DomainRates.Select(rate => rate.Domain).ToHashSet();
        FindUnknown("domain_rates", "category", hours.DomainRates, row => row.Category, categories, faults);
        FindUnknown("presence_steps", "category", hours.PresenceSteps, row => row.Category, categories, faults);
        FindUnknown("domain_minutes", "domain", hours.DomainMinutes, row => row.Domain, domains, faults);
        foreach (var (index, row) in hours.TimeAdjustments.Index())
            FindUnknown($"time_adjustments[{index}].domains", "", row.Domains, domain => domain, domains, faults);
    }

    private static void FindUnknown<TRow>(
        string table, string member, IReadOnlyList<TRow> rows, Func<TRow, string> code, HashSet<string> known, ModelFaults faults)
    {
        foreach (var (index, row) in rows.Index())
        {
            if (!known.Contains(code(row)))
                faults.Add($"{Field}.{table}[{index}]{(member.Length > 0 ? $".{member}" : "")}", "WITHOUT_RATE", "The model has no rate for it.");
        }
    }
}
