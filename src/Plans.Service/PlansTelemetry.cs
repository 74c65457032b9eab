using System.Diagnostics;
using System.Diagnostics.Metrics;
using PersonalBudgets.Plans.Planning;

namespace PersonalBudgets.Plans;

/// <summary>Spans and metrics in the words of the work; ids and figures only.</summary>
internal static class PlansTelemetry
{
    private const string Name = "PersonalBudgets.Plans";
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Approved = Meter.CreateCounter<long>("budgets.plans.approved", "{plan}", "Plans approved by every funder, their money set aside.");
    private static readonly Counter<long> ApprovedPence = Meter.CreateCounter<long>("budgets.plans.approved.pence", "{penny}", "What approved plans cost in their first year.");

    public static ActivitySource Spans { get; } = new(Name);

    public static void CountApproved(string programme, Cost cost)
    {
        var tag = new KeyValuePair<string, object?>("budgets.programme", programme);
        Approved.Add(1, tag);
        ApprovedPence.Add(cost.FirstYearPence, tag);
    }
}
