using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>A token of another programme sees nothing of this one: what is there is NOT_FOUND, lists are empty.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class Another_programme(StandingHouse standing)
{
    /// <summary>Lists of the whole programme: their ids feed the Get methods.</summary>
    public static TheoryData<string> Lists =>
        [.. Contract.Methods.Where(IsOpenList).Select(method => method.FullName())];

    [Theory, MemberData(nameof(Lists))]
    public async Task sees_an_empty_list(string name)
    {
        var method = Contract.Method(name)!;

        Assert.NotEmpty(await ItemsAsync(method, "anytown"));
        Assert.Empty(await ItemsAsync(method, "othertown"));
    }

    [Theory, MemberData(nameof(Lists))]
    public async Task is_told_not_found_about_every_resource_and_every_change_of_one(string name)
    {
        var list = Contract.Method(name)!;
        var type = list.OutputType.Fields[1].MessageType;
        var idField = type.Fields[1].Name;
        var id = (await ItemsAsync(list, "anytown"))[0]![type.Fields[1].JsonName]!.GetValue<string>();
        var about = Contract.Methods.Where(method => Route.Of(method).Variables is [var only] && only == idField).ToList();
        Assert.NotEmpty(about);

        foreach (var method in about.Where(method => method.OutputType.Fields[1] is not { IsRepeated: true }))
        {
            var token = await standing.TokenAsync(Personas.Allowed(method), "othertown");
            var call = new BadCall(method) { Token = token, PathValue = id, Body = ValidBody.Smallest(method, Route.Of(method))?.ToJsonString() };
            var answer = await call.SendAsync(standing.House.Rest);
            Assert.True(answer.Status == 404, $"{method.FullName}: {answer.Status} {answer.Body.ToJsonString()}");
        }
    }

    // What is the same for the whole country is no programme's, and ages to come are no resources.
    private static bool IsOpenList(MethodDescriptor method) =>
        method.Name.StartsWith("List", StringComparison.Ordinal) && method.Name is not ("ListExclusionRules" or "ListOrganisations" or "ListAgeTriggers" or "ListChargingRates")
        && Route.Of(method).Variables.Count == 0;

    private async Task<JsonArray> ItemsAsync(MethodDescriptor list, string programme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Route.Of(list).Template);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await standing.TokenAsync(Personas.Allowed(list), programme));
        using var response = await standing.House.Rest.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.True(response.IsSuccessStatusCode, body.ToJsonString());
        return body[list.OutputType.Fields[1].JsonName]!.AsArray();
    }
}
