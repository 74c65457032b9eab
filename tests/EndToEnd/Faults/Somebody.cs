using System.Text.Json.Nodes;
using PersonalBudgets.Journey;

namespace PersonalBudgets.EndToEnd.Tests.Faults;

/// <summary>A person who is brought to a decision on eligibility, which is the first change that another service must hear of.</summary>
internal static class Somebody
{
    private const string Key = "carer-of-her-brother";

    /// <summary>Registers, assesses and decides; nothing waits for an event.</summary>
    /// <returns>The assessment's id.</returns>
    public static async Task<string> DecideAsync(HouseUnderFaults faults, int number)
    {
        var sample = faults.Somebody(Key, number);
        var person = await faults.Gateway.PostAsync(Persona.Practitioner, "/v1/people", sample.Person.DeepClone(), Id("register", number));
        var assessment = sample.Assessment!.DeepClone().AsObject();
        assessment["assessmentDate"] = $"{faults.FirstDay:yyyy-MM-dd}";
        var draft = await faults.Gateway.PostAsync(Persona.Practitioner, $"/v1/people/{person["personId"]}/assessments", assessment, Id("assess", number));
        var path = $"/v1/assessments/{draft["assessmentId"]}";
        await faults.Gateway.PostAsync(Persona.Practitioner, $"{path}:sign", new JsonObject(), Id("sign", number), "1");
        await faults.Gateway.PostAsync(Persona.Practitioner, $"{path}:decideEligibility", new JsonObject(), Id("decide", number));
        return draft["assessmentId"]!.GetValue<string>();
    }

    /// <summary>The indicative budgets of an assessment.</summary>
    public static async Task<JsonArray> AllocationsAsync(HouseUnderFaults faults, string assessmentId) =>
        (await faults.Gateway.GetAsync(Persona.Planner, $"/v1/allocations?assessmentId={assessmentId}"))["allocations"]!.AsArray();

    /// <summary>The plans that an indicative budget opened.</summary>
    public static async Task<JsonArray> PlansAsync(HouseUnderFaults faults, JsonNode allocation) =>
        (await faults.Gateway.GetAsync(Persona.Planner, $"/v1/plans?personId={allocation["personId"]}"))["plans"]!.AsArray();

    private static string Id(string step, int number) => RequestIds.Of("fault", step, $"{number}");
}
