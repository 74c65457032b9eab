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
        // Lists and what needs nothing before it are answered; the rest is refused for the state that it finds.
        Assert.True(told["statuses"]!["200"]!.GetValue<int>() > Contract.Methods.Count / 2, output);
        Assert.True(told["statuses"]!["201"]!.GetValue<int>() > 0, output);
    }
}
