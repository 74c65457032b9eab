using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.Faults;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.LaterNews;

[Collection(nameof(OneOfEach))]
public sealed class A_merge(OneOfEach house)
{
    [Fact]
    public async Task leaves_both_plans_and_schedules_which_either_id_finds_in_every_service()
    {
        var (survivor, merged) = (await Budget.ApprovedAsync(house, 51), await Budget.ApprovedAsync(house, 52));
        var record = await house.Gateway.GetAsync(Persona.Practitioner, $"/v1/people/{survivor.PersonId}");

        await house.Gateway.PostAsync(
            Persona.Practitioner,
            $"/v1/people/{survivor.PersonId}:merge",
            new JsonObject
            {
                ["mergedPersonId"] = merged.PersonId, ["reason"] = "MERGE_REASON_REGISTERED_TWICE", ["note"] = "The same person at two desks.",
                ["numbersDifferNote"] = "One of the numbers was superseded.",
            },
            PayRuns.NewId(),
            Budget.Text(record, "etag"));

        foreach (var id in (string[])[survivor.PersonId, merged.PersonId])
        {
            await HasTwoAsync(Persona.Planner, $"/v1/allocations?personId={id}", "allocations");
            await HasTwoAsync(Persona.Planner, $"/v1/plans?personId={id}", "plans");
            await HasTwoAsync(Persona.FinanceMaker, $"/v1/paymentSchedules?personId={id}", "paymentSchedules");
            await HasTwoAsync(Persona.FinanceMaker, $"/v1/payees?personId={id}", "payees");
        }
    }

    private Task HasTwoAsync(Persona who, string path, string list) => Eventually.TrueAsync(
        $"{path} finds two", async () => (await house.Gateway.GetAsync(who, path))[list]!.AsArray().Count == 2, 60);
}
