using System.Text.Json.Nodes;
using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Journeys;

/// <summary>DOMAIN 0, A23: a concern that Assessment knows of holds a change of payee in Payments, which learns of the hold and of nothing else.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class A_change_of_payee_on_hold(StandingHouse standing)
{
    private static readonly Persona Safeguarding = new("safeguarding");

    [Fact]
    public async Task takes_effect_once_the_concern_is_closed()
    {
        var gateway = new GatewayClient(standing.House.Rest, standing.Sample.Programme.Name);
        var person = await gateway.PostAsync(
            Persona.Practitioner, "/v1/people",
            new JsonObject { ["nhsNumber"] = NhsNumbers.Next(), ["givenName"] = "Robin", ["familyName"] = "Example", ["birthDate"] = "1984-03-09" }, NewId());
        var personId = person["personId"]!.GetValue<string>();
        var concern = await gateway.PostAsync(
            Safeguarding, $"/v1/people/{personId}/safeguardingConcerns",
            new JsonObject
            {
                ["kind"] = "SAFEGUARDING_KIND_FINANCIAL", ["description"] = "A neighbour has the card.", ["holds"] = new JsonObject { ["holdPayeeChange"] = true },
            },
            NewId());
        var payee = await gateway.PostAsync(
            Persona.FinanceMaker, "/v1/payees",
            new JsonObject
            {
                ["kind"] = "PAYEE_KIND_PERSON", ["personId"] = personId, ["accountName"] = "R Example", ["sortCode"] = "089999", ["accountNumber"] = "66374958",
            },
            NewId());
        var verify = $"/v1/payees/{payee["payeeId"]}:verify";

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => gateway.PostAsync(Persona.FinanceChecker, verify, new JsonObject(), NewId(), "1"));
        await gateway.PostAsync(
            Safeguarding, $"/v1/safeguardingConcerns/{concern["safeguardingConcernId"]}:close",
            new JsonObject { ["outcome"] = "SAFEGUARDING_OUTCOME_NOT_SUBSTANTIATED", ["findings"] = "The neighbour shops for the person." }, NewId(), "1");
        var verified = await gateway.PostAsync(Persona.FinanceChecker, verify, new JsonObject(), NewId(), "1");

        Assert.Equal("PAYEE_ON_HOLD", refusal.Reason);
        Assert.Equal("VERIFICATION_STATE_VERIFIED", verified["payee"]!["state"]!.GetValue<string>());
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
