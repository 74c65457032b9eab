using System.Text.Json.Nodes;
using PersonalBudgets.Contracts;
using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Documents;

/// <summary>What the document promises, asked of the running suite by a caller that knows nothing but the document.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class The_API_document(StandingHouse standing)
{
    [Fact]
    public async Task promises_what_every_operation_answers_to_its_example()
    {
        var (code, output) = await NodeTools.OfContracts.RunAsync("answers.js", standing.House.Rest.BaseAddress!.GetLeftPart(UriPartial.Authority));

        Assert.True(code == 0, output);
        var told = JsonNode.Parse(output)!;
        Assert.Equal(Contract.Methods.Count, told["operations"]!.GetValue<int>());
        // What needs a state that no example makes, such as a plan that is approved, is refused with a reason of the document.
        var answered = told["answered"]!.AsArray().Select(operation => operation!.GetValue<string>()).ToArray();
        Assert.True(answered.Length > Contract.Methods.Count * 2 / 3, output);
        Assert.Contains("createPerson", answered);
        Assert.Contains("exportLedgerPostings", answered);
    }
}
