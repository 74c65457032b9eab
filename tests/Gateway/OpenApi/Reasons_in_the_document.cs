using System.Text.Json.Nodes;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Gateway.OpenApi;
using static PersonalBudgets.Gateway.Tests.OpenApi.TheDocument;

namespace PersonalBudgets.Gateway.Tests.OpenApi;

/// <summary>What a caller can be refused for, at the operation: the tables of <c>docs/errors.md</c> and the comments of the methods are its only sources.</summary>
public sealed class Reasons_in_the_document
{
    public static TheoryData<string> Methods => [.. Contract.Methods.Select(method => method.FullName())];

    [Theory]
    [MemberData(nameof(Methods))]
    public void are_those_that_the_method_says(string method)
    {
        var said = Reasons.Codes(Comments.Of(Contract.Method(method)!)).Order();

        Assert.Empty(said.Except(Given(method).Select(given => given.Code)));
        Assert.All(said, code => Assert.NotNull(Reasons.Find(code)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void stand_at_the_status_of_the_page(string method) => Assert.All(Given(method), given =>
    {
        var reason = Reasons.Find(given.Code)!;
        var example = given.Response["content"]!["application/problem+json"]!["examples"]![given.Code]!["value"]!;

        Assert.Equal(reason.Status, given.Status);
        Assert.Equal((reason.Status, reason.Code), (example["status"]!.GetValue<int>(), Text(example["reason"])));
        Assert.Contains($"`{reason.Code}`: {reason.Meaning}", Text(given.Response["description"]), StringComparison.Ordinal);
        Assert.Equal(reason.Source, example["metadata"]!["source"]?.GetValue<string>() ?? "");
    });

    [Theory]
    [MemberData(nameof(Methods))]
    public void have_the_absence_of_what_the_path_names(string method)
    {
        var route = Table.Routes.Single(route => route.Method.Path == method);

        Assert.True(route.Variables.Count == 0 || Given(method).Any(given => given.Status == 404));
    }

    [Fact]
    public void have_a_source_where_the_law_gives_the_rule() =>
        Assert.All(Reasons.All.Where(reason => reason.Code.StartsWith('X')), reason => Assert.NotEmpty(reason.Source));

    [Fact]
    public void expand_a_range_of_rules() => Assert.Equal(["X01", "X02", "X03"], Reasons.Codes("the code of each rule (`X01` to `X03`)"));

    private static IEnumerable<(int Status, string Code, JsonObject Response)> Given(string method) =>
        from response in Operations.Single(operation => Text(operation.Json["x-grpc-method"]) == method).Json["responses"]!.AsObject()
        let resolved = Resolve(response.Value!)
        from code in resolved["x-reasons"]?.AsArray() ?? []
        select (int.Parse(response.Key), Text(code), resolved);
}
