using System.Text.Json.Nodes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.EndToEnd.Tests.Faults;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;
using CalibrationEntry = PersonalBudgets.Allocation.V1.CalibrationEntry;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>A house that nobody breaks, in which the sample people have gone their way: for tests that only ask.</summary>
public sealed class StandingHouse : IAsyncLifetime
{
    private readonly Dictionary<string, string> _tokens = [];

    internal TheHouse House { get; private set; } = null!;

    internal IReadOnlyList<Progress> People { get; private set; } = [];

    internal Sample Sample { get; } = Sample.Read(Path.Combine(Repository.Root, "samples", "people.json"));

    public async ValueTask InitializeAsync()
    {
        House = await TheHouse.StartAsync();
        var gateway = new GatewayClient(House.Rest, Sample.Programme.Name);
        var setup = new ProgrammeSetup(gateway, Sample.Programme);
        var firstDay = await setup.RunAsync();
        People = await Task.WhenAll(Sample.People.Select(new PersonJourney(gateway, firstDay).RunAsync));
        var payRuns = new PayRunJourney(gateway, firstDay);
        await Task.WhenAll(setup.Funders.Select(payRuns.RunAsync));
        await payRuns.CountAsync(People);
        await LoadAsync();
        await CalibrateAsync(gateway);
        await gateway.PostAsync(Persona.Commissioner, "/v1/cohortRules:adopt", new JsonObject(), RequestIds.Of("adopt"));
        var people = await gateway.GetAsync(Persona.Practitioner, "/v1/people");
        await gateway.PostAsync(
            new Persona("safeguarding"), $"/v1/people/{people["people"]![0]!["personId"]}/safeguardingConcerns",
            Examples.OfField(CreateSafeguardingConcernRequest.Descriptor.FindFieldByName("safeguarding_concern"), asRequest: true)!, RequestIds.Of("concern"));
        await AskForAnotherLookAsync(gateway, people["people"]!.AsArray().Select(person => person!["personId"]!.GetValue<string>()));
        var policy = Examples.OfField(CreateDiscretionaryPolicyRequest.Descriptor.FindFieldByName("discretionary_policy"), asRequest: true)!;
        await gateway.PostAsync(Persona.Commissioner, "/v1/discretionaryPolicies", policy, RequestIds.Of("policy"));
        await ChallengeAsync(gateway);
        await ChargeAsync(gateway);
        await new MoneyOfThePlace(gateway, setup.Funders[0]).MakeAsync();
    }

    /// <summary>A charging policy, and a financial assessment that is to be looked at again.</summary>
    private async Task ChargeAsync(GatewayClient gateway)
    {
        var policy = Examples.OfField(Allocation.V1.CreateChargingPolicyRequest.Descriptor.FindFieldByName("charging_policy"), asRequest: true)!;
        await gateway.PostAsync(Persona.FinanceMaker, "/v1/chargingPolicies", policy, RequestIds.Of("charging-policy"));
        var sample = Sample.People[0];
        // The same request as the journey's, so the same person.
        var person = await gateway.PostAsync(Persona.Practitioner, "/v1/people", sample.Person.DeepClone(), RequestIds.Of(sample.Key, "register"));
        var officer = new Persona("financial-assessment-officer");
        var draft = new JsonObject { ["effectiveFrom"] = "2025-04-07", ["method"] = "FINANCIAL_ASSESSMENT_METHOD_NOT_DISCLOSED" };
        var made = await gateway.PostAsync(officer, $"/v1/people/{person["personId"]}/financialAssessments", draft, RequestIds.Of("means"));
        await gateway.PostAsync(
            officer, $"/v1/financialAssessments/{made["financialAssessmentId"]}:complete", new JsonObject(), RequestIds.Of("means-complete"), made["etag"]!.GetValue<string>());
    }

    /// <summary>
    /// Requests for another look that wait for their answer, at decisions that people were told of: several, because a test that calls every operation
    /// answers one of them, and then the worklist must still have something in it.
    /// </summary>
    private async Task AskForAnotherLookAsync(GatewayClient gateway, IEnumerable<string> people)
    {
        var today = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/London");
        var asked = new JsonObject { ["requestedBy"] = "REQUESTED_BY_PERSON", ["requestDate"] = $"{today:yyyy-MM-dd}" };
        var open = 0;
        foreach (var personId in people)
        {
            var notices = (await gateway.GetAsync(Persona.Practitioner, $"/v1/people/{personId}/notices"))["notices"]!.AsArray();
            if (notices.Count is 0)
                continue;
            var ask = new BadCall(Contract.Method("/personalbudgets.assessment.v1.ReconsiderationsService/CreateReconsideration")!)
            {
                Token = await TokenAsync("practitioner"), PathValue = notices[0]!["noticeId"]!.GetValue<string>(), Body = asked.ToJsonString(),
            };
            // Not every notice can be asked about.
            open += (await ask.SendAsync(House.Rest)).Status is 201 or 200 ? 1 : 0;
        }

        Assert.True(open > 1, $"Requests for another look that wait: {open}.");
    }

    /// <summary>A load, so that every list of the contract has something in it: of people who are there already, and of lines that are wrong about them.</summary>
    private async Task LoadAsync()
    {
        var lines = Sample.People.Select(person => $"{{\"person\":{person.Person.ToJsonString()}}}").SelectMany(line => (string[])[line, line.Replace("birthDate", "born", StringComparison.Ordinal), line[1..]]);
        var load = new BadCall(Contract.Method("/personalbudgets.assessment.v1.PeopleLoadsService/LoadPeople")!) { Token = await TokenAsync("trust"), Body = string.Join('\n', lines) };
        var answer = await load.SendAsync(House.Rest);
        Assert.True(answer.Status == 200, answer.Body.ToJsonString());
    }

    /// <summary>A calibration of one case.</summary>
    private async Task CalibrateAsync(GatewayClient gateway)
    {
        var model = (await gateway.GetAsync(Persona.Commissioner, "/v1/allocationModels"))["allocationModels"]![0]!["allocationModelId"];
        var settings = Examples.OfField(CalibrationEntry.Descriptor.FindFieldByName("settings"), asRequest: true)!.AsObject();
        (settings["baseAllocationModelId"], settings["scaleToBudget"]) = (model!.DeepClone(), false);
        settings.Remove("scaleDecision");
        string[] lines =
        [
            new JsonObject { ["settings"] = settings }.ToJsonString(),
            new JsonObject { ["sampleCase"] = new JsonObject { ["points"] = 40, ["actualAnnualPence"] = "600000", ["clientGroup"] = "MENTAL_HEALTH" } }.ToJsonString(),
        ];
        var calibration = new BadCall(Contract.Method("/personalbudgets.allocation.v1.CalibrationsService/CalibrateModel")!)
        {
            Token = await TokenAsync("commissioner"), Body = string.Join('\n', lines),
        };
        var answer = await calibration.SendAsync(House.Rest);
        Assert.True(answer.Status == 200, answer.Body.ToJsonString());
    }

    /// <summary>Somebody says that their budget is not enough.</summary>
    private static async Task ChallengeAsync(GatewayClient gateway)
    {
        var budgets = await gateway.GetAsync(Persona.Practitioner, "/v1/allocations?untold=true");
        var budget = budgets["allocations"]![0]!;
        await gateway.PostAsync(
            Persona.Practitioner,
            $"/v1/allocations/{budget["allocationId"]}/sufficiencyChallenges",
            new JsonObject { ["raisedBy"] = "CHALLENGER_ROLE_PERSON", ["raiseDate"] = budget["issueTime"]!.GetValue<string>()[..10], ["grounds"] = "It is not enough." },
            RequestIds.Of("challenge"));
    }

    public ValueTask DisposeAsync() => House?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A token of a persona; one for each.</summary>
    internal async Task<string> TokenAsync(string persona, string programme = "anytown")
    {
        var key = $"{persona}@{programme}";
        if (!_tokens.TryGetValue(key, out var token))
            _tokens[key] = token = await Load.TokenAsync(House.Rest, persona, programme, programme == "anytown" ? null : "QBB");
        return token;
    }
}

/// <summary>The tests that share the standing house.</summary>
[CollectionDefinition(nameof(StandingHouseTests))]
public sealed class StandingHouseTests : ICollectionFixture<StandingHouse>;
