using System.Globalization;
using System.Text.Json.Nodes;

namespace PersonalBudgets.Journey;

/// <summary>Pays what is due: one run for each funder, prepared by one person and released by another.</summary>
public sealed class PayRunJourney(GatewayClient gateway, DateOnly firstDay)
{
    /// <summary>Prepares and releases the run of one funder.</summary>
    /// <returns>The released run.</returns>
    public async Task<JsonObject> RunAsync(string funder)
    {
        var run = await PrepareAsync(funder);
        var path = $"/v1/payRuns/{run["payRunId"]}:release";
        var released = await gateway.PostAsync(Persona.FinanceChecker, path, new JsonObject(), RequestIds.Of("release", funder), "1");
        return released["payRun"]!.AsObject();
    }

    /// <summary>Reads what has been paid on each plan, once Plans has counted it.</summary>
    public async Task CountAsync(IEnumerable<Progress> people)
    {
        foreach (var progress in people.Where(person => person.Stages.Contains(Stage.Approved)))
        {
            var plan = await Polling.UntilAsync($"the payments of {progress.Sample.Label}", async () =>
            {
                var read = await gateway.GetAsync(Persona.Planner, $"/v1/plans/{progress.PlanId}");
                return Paid(read) >= progress.Sample.Expected.PaidPence ? read : null;
            });
            progress.PaidPence = Paid(plan);
            progress.Stages.Add(Stage.Paid);
        }
    }

    private async Task<JsonObject> PrepareAsync(string funder)
    {
        // The first day on which banks work, from the start of the plans on; the API knows the calendar.
        for (var day = firstDay.AddDays(7); ; day = day.AddDays(1))
        {
            try
            {
                var body = new JsonObject { ["funder"] = funder, ["payDate"] = $"{day:yyyy-MM-dd}" };
                return await gateway.PostAsync(Persona.FinanceMaker, "/v1/payRuns", body, RequestIds.Of("pay-run", funder, $"{day:yyyy-MM-dd}"));
            }
            catch (RefusedException refusal) when (refusal.Reason is "NOT_A_WORKING_DAY" && day < firstDay.AddDays(21))
            {
            }
        }
    }

    private static long Paid(JsonObject plan) => long.Parse(plan["paidPence"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
