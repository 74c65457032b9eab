using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.Faults;
using PersonalBudgets.Journey;

namespace PersonalBudgets.EndToEnd.Tests.LaterNews;

/// <summary>The council's pay runs, prepared by one person and released by another.</summary>
internal sealed class PayRuns(HouseUnderFaults house)
{
    /// <summary>Prepares a run for the first working day from the start of the plans on.</summary>
    public async Task<JsonObject> PrepareAsync()
    {
        for (var day = house.FirstDay.AddDays(7); ; day = day.AddDays(1))
        {
            try
            {
                var body = new JsonObject { ["funder"] = house.Sample.Programme.Council, ["payDate"] = $"{day:yyyy-MM-dd}" };
                return await house.Gateway.PostAsync(Persona.FinanceMaker, "/v1/payRuns", body, NewId());
            }
            catch (RefusedException refusal) when (refusal.Reason is "NOT_A_WORKING_DAY")
            {
            }
        }
    }

    /// <summary>Releases a run.</summary>
    public Task<JsonObject> ReleaseAsync(JsonObject run) =>
        house.Gateway.PostAsync(Persona.FinanceChecker, $"/v1/payRuns/{run["payRunId"]}:release", new JsonObject(), NewId(), Budget.Text(run, "etag"));

    /// <summary>The plans that a run pays.</summary>
    public async Task<IReadOnlyList<string>> PlansOfAsync(JsonObject run)
    {
        var page = await house.Gateway.GetAsync(Persona.FinanceMaker, $"/v1/payRuns/{run["payRunId"]}/payments?pageSize=1000");
        return [.. page["payments"]!.AsArray().Select(payment => Budget.Text(payment!, "planId"))];
    }

    /// <summary>Whether every debit of the ledger has its credit.</summary>
    public async Task<bool> AreBalancedAsync() =>
        (await house.Gateway.GetAsync(Persona.FinanceMaker, "/v1/ledger/trialBalance"))["balanced"]!.GetValue<bool>();

    public static string NewId() => Guid.CreateVersion7().ToString();
}
