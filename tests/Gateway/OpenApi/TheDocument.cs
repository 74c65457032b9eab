using System.Text.Json.Nodes;
using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.OpenApi;
using PersonalBudgets.Gateway.Routes;

namespace PersonalBudgets.Gateway.Tests.OpenApi;

/// <summary>The document of the whole contract, made once for the tests.</summary>
internal static class TheDocument
{
    public static RouteTable Table { get; } = new(Contract.Services);

    public static JsonObject Whole { get; } =
        JsonNode.Parse(new ApiDocument(Table, Microsoft.Extensions.Options.Options.Create(new ProblemSettings())).Content.Span)!.AsObject();

    public static JsonObject Schemas => Whole["components"]!["schemas"]!.AsObject();

    /// <summary>Each operation with its HTTP method and path.</summary>
    public static IEnumerable<(string Method, string Path, JsonObject Json)> Operations =>
        from path in Whole["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <summary>The route of an operation.</summary>
    public static RestRoute RouteOf(JsonObject operation) => Table.Routes.Single(route => route.Method.Path == Text(operation["x-grpc-method"]));

    /// <summary>What a reference stands for; anything else stands for itself.</summary>
    public static JsonObject Resolve(JsonNode node)
    {
        while (node["$ref"] is { } reference)
            node = Text(reference).TrimStart('#', '/').Split('/').Aggregate((JsonNode)Whole, (at, step) => at[step]!);
        return node.AsObject();
    }

    public static string Text(JsonNode? node) => node!.GetValue<string>();
}
