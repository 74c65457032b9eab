using System.Text.Json;
using System.Text.Json.Nodes;

namespace PersonalBudgets.Journey;

/// <summary>The sample file: a programme and the people whose way the journeys play.</summary>
/// <param name="Programme">What the place needs before anybody can have a budget.</param>
/// <param name="People">The people, all synthetic, with NHS numbers that start 999.</param>
public sealed record Sample(SampleProgramme Programme, IReadOnlyList<SamplePerson> People)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads the sample file; an unknown member is an error, so that a slip of the pen is seen.</summary>
    public static Sample Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<Sample>(file, Options) ?? throw new InvalidDataException($"{path} is empty.");
    }
}

/// <summary>A programme: its funders, allocation models and funds.</summary>
public sealed record SampleProgramme(
    string Name,
    string IntegratedCareBoard,
    string Council,
    IReadOnlyList<SampleModel> AllocationModels,
    IReadOnlyList<string> Domains,
    IReadOnlyList<int> PointsByLevel,
    JsonObject CarerFactors,
    string ValidFrom,
    string FundPence,
    IReadOnlyList<JsonObject> FunderAccounts);

/// <summary>An allocation model; its points table is made of the programme's domains and levels.</summary>
public sealed record SampleModel(string Name, string Kind, string Method, string? PricePerPointPence, IReadOnlyList<long[]>? Curve);

/// <summary>A person: bodies as the API takes them, and where the way ends. Without a decision on direct payments none is asked for.</summary>
public sealed record SamplePerson(
    string Key,
    string Label,
    JsonObject Person,
    IReadOnlyList<JsonObject>? LegalStatuses,
    SampleOffer? Offer,
    JsonObject? Assessment,
    JsonObject? NeedChange,
    JsonObject? DirectPayment,
    JsonObject? Payee,
    SamplePlan? Plan,
    Expectation Expected);

/// <summary>An offer and its answer: `ACCEPT` or `DECLINE`.</summary>
public sealed record SampleOffer(string Kind, string Answer, string? Reason, string? Note);

/// <summary>A plan; each line is laid over the defaults and names its outcome by key.</summary>
public sealed record SamplePlan(IReadOnlyList<SampleOutcome> Outcomes, IReadOnlyList<JsonObject> Lines, JsonObject LineDefaults);

/// <summary>An outcome of a plan.</summary>
public sealed record SampleOutcome(string Key, string Description);

/// <summary>Where a person's way ends: the last stage reached, what stopped it if anything, and the figures in pence.</summary>
public sealed record Expectation(Stage Stage, string? Stopped, long IndicativePence, long PlanPence, long PaidPence);
