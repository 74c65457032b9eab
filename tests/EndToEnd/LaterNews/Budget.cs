using System.Globalization;
using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.Faults;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.LaterNews;

/// <summary>Somebody with a plan, and what the whole house says of it: the sample of a carer whom the council pays directly.</summary>
internal sealed class Budget
{
    private const string Key = "carer-of-her-brother";
    private readonly HouseUnderFaults _house;

    private Budget(HouseUnderFaults house, SamplePerson sample, Progress progress, JsonObject plan)
    {
        _house = house;
        Sample = sample;
        (PlanId, PersonId, AllocationId) = (progress.PlanId!, Text(plan, "personId"), Text(plan, "allocationId"));
    }

    public SamplePerson Sample { get; }

    public string PlanId { get; }

    public string PersonId { get; }

    public string AllocationId { get; }

    /// <summary>What the plan pays at first: a computer and four weeks.</summary>
    public long FirstPence => Sample.Expected.PaidPence;

    /// <summary>Somebody new whose plan is approved, with its payment schedule.</summary>
    public static async Task<Budget> ApprovedAsync(HouseUnderFaults house, int number)
    {
        var sample = house.Somebody(Key, number);
        var progress = await new PersonJourney(house.Gateway, house.FirstDay).RunAsync(sample);
        Assert.Equal((Stage.Approved, null), (progress.Stages[^1], progress.Stopped));
        return await OfAsync(house, sample, progress);
    }

    /// <summary>Somebody new whose plan waits for its approval.</summary>
    public static async Task<Budget> SubmittedAsync(HouseUnderFaults house, int number)
    {
        var progress = new Progress(house.Somebody(Key, number));
        await new PersonJourney(house.Gateway, house.FirstDay).SubmitAsync(progress);
        return await OfAsync(house, progress.Sample, progress);
    }

    public Task<JsonObject> PlanAsync() => _house.Gateway.GetAsync(Persona.Planner, $"/v1/plans/{PlanId}");

    /// <summary>The plan once it bears a flag.</summary>
    public Task<JsonObject> UntilFlaggedAsync(string flag) =>
        Eventually.AnswersAsync(PlanAsync, plan => plan["flags"]!.AsArray().Any(borne => borne!.GetValue<string>() == $"PLAN_FLAG_{flag}"), 60);

    /// <summary>The instalments of the person's schedules, under whichever of their ids.</summary>
    public async Task<IReadOnlyList<JsonNode>> InstalmentsAsync(string? personId = null)
    {
        var page = await _house.Gateway.GetAsync(Persona.FinanceMaker, $"/v1/paymentSchedules?personId={personId ?? PersonId}");
        return [.. page["paymentSchedules"]!.AsArray().SelectMany(schedule => schedule!["instalments"]!.AsArray()).Select(instalment => instalment!)];
    }

    /// <summary>Waits until each instalment is held for these reasons and no others.</summary>
    public Task UntilHeldAsync(params string[] reasons) => Eventually.TrueAsync(
        $"every instalment is held for [{string.Join(", ", reasons)}]",
        async () => await InstalmentsAsync() is { Count: > 0 } all && all.All(instalment =>
            instalment["holdReasons"]!.AsArray().Select(reason => reason!.GetValue<string>()).SequenceEqual(reasons.Select(reason => $"HOLD_REASON_{reason}"))),
        60);

    public async Task<long> PaidAsync() => long.Parse(Text(await PlanAsync(), "paidPence"), CultureInfo.InvariantCulture);

    public static string Text(JsonNode json, string member) => json[member]!.GetValue<string>();

    private static async Task<Budget> OfAsync(HouseUnderFaults house, SamplePerson sample, Progress progress) =>
        new(house, sample, progress, await house.Gateway.GetAsync(Persona.Planner, $"/v1/plans/{progress.PlanId}"));
}
