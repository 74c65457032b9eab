using System.Globalization;
using System.Text.Json.Nodes;

namespace PersonalBudgets.Journey;

/// <summary>Waits for the indicative budget, writes the plan, has every funder approve it.</summary>
public sealed class PlanJourney(GatewayClient gateway, DateOnly firstDay)
{
    /// <summary>Waits for the indicative budget, then writes and submits the plan.</summary>
    /// <returns>The approvals that it waits for.</returns>
    public async Task<JsonArray> SubmitAsync(Progress progress, string personId, string assessmentId)
    {
        var sample = progress.Sample;
        var allocation = await Polling.UntilAsync(
            $"the indicative budget of {sample.Label}",
            () => FirstAsync(Persona.Planner, $"/v1/allocations?assessmentId={assessmentId}", "allocations"));
        progress.IndicativePence = Pence(allocation, "annualPence");

        var opened = await Polling.UntilAsync(
            $"the plan of {sample.Label}",
            () => FirstAsync(Persona.Planner, $"/v1/plans?personId={personId}", "plans"));
        progress.PlanId = opened["planId"]!.GetValue<string>();
        progress.Stages.Add(Stage.Planning);

        var path = $"/v1/plans/{progress.PlanId}";
        var body = await BodyAsync(progress, personId);
        var written = await gateway.PatchAsync(Persona.Planner, path, body, RequestIds.Of(sample.Key, "plan"), "1");
        progress.PlanPence = Pence(written, "annualPence") + Pence(written, "oneOffPence");

        var submitted = await gateway.PostAsync(Persona.Planner, $"{path}:submit", new JsonObject(), RequestIds.Of(sample.Key, "submit"), "2");
        progress.Stages.Add(Stage.Submitted);
        return submitted["plan"]!["approvals"]!.AsArray();
    }

    /// <summary>Has every funder approve its share, and waits until the payment schedule is made.</summary>
    public async Task ApproveAsync(Progress progress, JsonArray approvals)
    {
        var path = $"/v1/plans/{progress.PlanId}";
        var version = 3;
        foreach (var funder in approvals.Select(approval => approval!["funder"]!.GetValue<string>()))
        {
            var requestId = RequestIds.Of(progress.Sample.Key, "approve", funder);
            await gateway.PostAsync(Persona.Approver(funder), $"{path}:approve", new JsonObject(), requestId, $"{version++}");
        }

        await Polling.UntilAsync($"the approval of {progress.Sample.Label}", async () =>
        {
            var plan = await gateway.GetAsync(Persona.Planner, path);
            return plan["state"]!.GetValue<string>() == "PLAN_STATE_APPROVED" ? plan : null;
        });
        progress.Stages.Add(Stage.Approved);
        await Polling.UntilAsync(
            $"the payment schedule of {progress.Sample.Label}",
            () => FirstAsync(Persona.FinanceMaker, $"/v1/paymentSchedules?planId={progress.PlanId}", "paymentSchedules"));
    }

    private async Task<JsonObject> BodyAsync(Progress progress, string personId)
    {
        var sample = progress.Sample;
        var payeeId = await PayeeAsync(sample, personId);
        var start = firstDay.AddDays(7);
        return new JsonObject
        {
            ["startDate"] = $"{start:yyyy-MM-dd}",
            ["firstReviewDate"] = $"{start.AddDays(84):yyyy-MM-dd}",
            ["careCoordinator"] = "care-coordinator",
            ["reasonsBelowIndicative"] = "What the person chose meets every outcome and costs less than was estimated.",
            ["outcomes"] = new JsonArray([.. sample.Plan!.Outcomes.Select(outcome => new JsonObject
            {
                ["outcomeId"] = RequestIds.Of(sample.Key, "outcome", outcome.Key),
                ["description"] = outcome.Description,
            })]),
            ["lines"] = new JsonArray([.. sample.Plan.Lines.Select((line, i) => Line(sample, line, i, payeeId))]),
        };
    }

    private static JsonObject Line(SamplePerson sample, JsonObject line, int index, string payeeId)
    {
        var body = sample.Plan!.LineDefaults.DeepClone().AsObject();
        foreach (var (name, value) in line)
        {
            body[name] = value?.DeepClone();
        }

        body.Remove("outcome");
        body["outcomeId"] = RequestIds.Of(sample.Key, "outcome", line["outcome"]!.GetValue<string>());
        body["lineId"] = RequestIds.Of(sample.Key, "line", $"{index}");
        if (body["management"]!.GetValue<string>() != "MANAGEMENT_NOTIONAL")
        {
            body["payeeId"] = payeeId;
        }

        return body;
    }

    private async Task<string> PayeeAsync(SamplePerson sample, string personId)
    {
        var body = sample.Payee!.DeepClone().AsObject();
        if (body["kind"]!.GetValue<string>() != "PAYEE_KIND_ORGANISATION")
        {
            body["personId"] = personId;
        }

        var payee = await gateway.PostAsync(Persona.FinanceMaker, "/v1/payees", body, RequestIds.Of(sample.Key, "payee"));
        var payeeId = payee["payeeId"]!.GetValue<string>();
        await gateway.PostAsync(Persona.FinanceChecker, $"/v1/payees/{payeeId}:verify", new JsonObject(), RequestIds.Of(sample.Key, "verify-payee"), "1");
        return payeeId;
    }

    private async Task<JsonObject?> FirstAsync(Persona persona, string path, string list)
    {
        var page = await gateway.GetAsync(persona, path);
        return page[list]!.AsArray().FirstOrDefault()?.AsObject();
    }

    private static long Pence(JsonObject json, string member) => long.Parse(json[member]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
