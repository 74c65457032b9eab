using System.Text.Json.Nodes;

namespace PersonalBudgets.Journey;

/// <summary>Carries one person from registration to an approved plan, or to where the way ends.</summary>
public sealed class PersonJourney(GatewayClient gateway, DateOnly firstDay)
{
    private readonly PlanJourney plans = new(gateway, firstDay);

    /// <summary>Plays the sample.</summary>
    public async Task<Progress> RunAsync(SamplePerson sample)
    {
        var progress = new Progress(sample);
        try
        {
            if (await SubmitAsync(progress) is { } approvals)
            {
                await plans.ApproveAsync(progress, approvals);
            }
        }
        catch (RefusedException refusal)
        {
            progress.Stopped = refusal.Reason;
            if (sample.Expected.Stopped != refusal.Reason)
            {
                Console.Error.WriteLine($"{sample.Label}: {refusal.Message}");
            }
        }

        return progress;
    }

    /// <summary>Carries a person up to a submitted plan.</summary>
    /// <returns>The approvals that it waits for; null where the way ended before.</returns>
    public async Task<JsonArray?> SubmitAsync(Progress progress)
    {
        var personId = await RegisterAsync(progress);
        return await OfferAsync(progress, personId) && await AssessAsync(progress, personId) is { } assessmentId
            ? await plans.SubmitAsync(progress, personId, assessmentId)
            : null;
    }

    private async Task<string> RegisterAsync(Progress progress)
    {
        var sample = progress.Sample;
        var person = await gateway.PostAsync(Persona.Practitioner, "/v1/people", sample.Person.DeepClone(), RequestIds.Of(sample.Key, "register"));
        var personId = person["personId"]!.GetValue<string>();
        for (var i = 0; i < (sample.LegalStatuses?.Count ?? 0); i++)
        {
            var path = $"/v1/people/{personId}/legalStatuses";
            await gateway.PostAsync(Persona.Practitioner, path, sample.LegalStatuses![i].DeepClone(), RequestIds.Of(sample.Key, "legal-status", $"{i}"));
        }

        progress.Stages.Add(Stage.Registered);
        return personId;
    }

    /// <summary>The person consents to a direct payment, and the body decides that it may be made: before a plan relies on one.</summary>
    private async Task PermitDirectPaymentAsync(SamplePerson sample, string personId, JsonObject findings)
    {
        var consent = new JsonObject
        {
            ["purpose"] = "CONSENT_PURPOSE_DIRECT_PAYMENT",
            ["givenBy"] = "DECISION_MAKER_PERSON",
            ["method"] = "CONSENT_METHOD_SPOKEN",
            ["givenDate"] = $"{firstDay:yyyy-MM-dd}",
        };
        await gateway.PostAsync(Persona.Practitioner, $"/v1/people/{personId}/consents", consent, RequestIds.Of(sample.Key, "consent"));
        await gateway.PostAsync(
            Persona.Practitioner, $"/v1/people/{personId}/directPaymentPermission:decide", findings.DeepClone(), RequestIds.Of(sample.Key, "direct-payment"));
    }

    private async Task<bool> OfferAsync(Progress progress, string personId)
    {
        var sample = progress.Sample;
        if (sample.Offer is not { } offer)
        {
            return true;
        }

        var made = await gateway.PostAsync(
            Persona.Practitioner, $"/v1/people/{personId}/offers", new JsonObject { ["kind"] = offer.Kind }, RequestIds.Of(sample.Key, "offer"));
        progress.Stages.Add(Stage.Offered);
        var path = $"/v1/offers/{made["offerId"]}";
        if (offer.Answer == "ACCEPT")
        {
            await gateway.PostAsync(Persona.Practitioner, $"{path}:accept", new JsonObject(), RequestIds.Of(sample.Key, "answer"), "1");
            return true;
        }

        var reason = new JsonObject { ["reason"] = offer.Reason, ["note"] = offer.Note };
        await gateway.PostAsync(Persona.Practitioner, $"{path}:decline", reason, RequestIds.Of(sample.Key, "answer"), "1");
        progress.Stopped = $"declined: {offer.Reason!.Replace("DECLINE_REASON_", "", StringComparison.Ordinal)}";
        return false;
    }

    private async Task ReportChangeAsync(SamplePerson sample, string personId, JsonObject change)
    {
        var body = change.DeepClone().AsObject();
        body["changeDate"] = $"{firstDay:yyyy-MM-dd}";
        await gateway.PostAsync(Persona.Practitioner, $"/v1/people/{personId}/needChanges", body, RequestIds.Of(sample.Key, "need-change"));
    }

    private async Task<string?> AssessAsync(Progress progress, string personId)
    {
        var sample = progress.Sample;
        var body = sample.Assessment!.DeepClone().AsObject();
        body["assessmentDate"] = $"{firstDay:yyyy-MM-dd}";
        var draft = await gateway.PostAsync(Persona.Practitioner, $"/v1/people/{personId}/assessments", body, RequestIds.Of(sample.Key, "assess"));
        var assessmentId = draft["assessmentId"]!.GetValue<string>();
        var path = $"/v1/assessments/{assessmentId}";
        await gateway.PostAsync(Persona.Practitioner, $"{path}:sign", new JsonObject(), RequestIds.Of(sample.Key, "sign"), "1");
        progress.Stages.Add(Stage.Assessed);

        var decided = await gateway.PostAsync(Persona.Practitioner, $"{path}:decideEligibility", new JsonObject(), RequestIds.Of(sample.Key, "decide"));
        if (sample.NeedChange is { } change)
        {
            await ReportChangeAsync(sample, personId, change);
        }

        if (!decided["eligibilityDecision"]!["budgetGoesAhead"]!.GetValue<bool>())
        {
            progress.Stopped = "not eligible";
            return null;
        }

        progress.Stages.Add(Stage.Eligible);
        if (sample.DirectPayment is { } findings)
        {
            await PermitDirectPaymentAsync(sample, personId, findings);
        }

        return assessmentId;
    }
}
