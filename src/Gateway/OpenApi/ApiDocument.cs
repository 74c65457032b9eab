using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Routes;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of the REST door, made from what the door itself is made of: routes, descriptors with their options
/// and comments, examples, reasons. Made when it is first asked for, since most gateways are never asked.
/// </summary>
public sealed class ApiDocument
{
    private readonly Lazy<(byte[] Content, string EntityTag)> _made;

    public ApiDocument(RouteTable routes, IOptions<ProblemSettings> problems) => _made = new(() =>
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(Make(routes.Routes, problems.Value.BaseUri.ToString()));
        return (content, Convert.ToHexStringLower(SHA256.HashData(content))[..32]);
    });

    /// <summary>The document as JSON.</summary>
    public ReadOnlyMemory<byte> Content => _made.Value.Content;

    /// <summary>Changes when the content does; without quotes.</summary>
    public string EntityTag => _made.Value.EntityTag;

    private static JsonObject Make(IReadOnlyList<RestRoute> routes, string problemTypes)
    {
        var methods = routes.Select(route => route.Method.Descriptor).Distinct().ToArray();
        var schemas = new Schemas(methods.Select(method => method.InputType), methods.Select(method => method.OutputType));
        var problems = new ProblemDocuments(problemTypes);
        var operations = new Operations(schemas, new Responses(schemas, problems));
        var paths = new JsonObject();
        foreach (var route in routes)
        {
            var path = Operations.Path(route);
            if (paths[path] is not JsonObject item)
                paths[path] = item = [];
            item[route.HttpMethod.ToLowerInvariant()] = operations.Of(route);
        }

        schemas.All["Problem"] = ProblemDocuments.Schema();
        schemas.All["Violation"] = ProblemDocuments.ViolationSchema();
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "This gateway" }),
            ["tags"] = new JsonArray([.. methods.Select(method => method.Service).Distinct().Select(service => new JsonObject
            {
                ["name"] = Operations.Tag(service),
                ["description"] = Comments.Of(service),
            })]),
            ["x-tagGroups"] = new JsonArray([.. methods.GroupBy(method => method.Area()).Select(area => new JsonObject
            {
                ["name"] = char.ToUpperInvariant(area.Key[0]) + area.Key[1..],
                ["tags"] = new JsonArray([.. area.Select(method => Operations.Tag(method.Service)).Distinct().Select(tag => (JsonNode)tag)]),
            })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    [Operations.Security] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["bearerFormat"] = "JWT",
                        ["description"] = "An access token of the configured issuer: one programme, and the permission that the operation names.",
                    },
                },
                ["parameters"] = Parameters.Shared(),
                ["headers"] = ResponseHeaders.All(),
                ["responses"] = new JsonObject(problems.Shared),
                ["schemas"] = new JsonObject(schemas.All),
            },
        };
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "Personal Budgets Suite",
        ["version"] = typeof(ApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        ["summary"] = "Personal health budgets, personal budgets and both joined: from the first offer to money spent and accounted for.",
        ["description"] = Introduction(),
        ["contact"] = new JsonObject { ["name"] = "The suite's maintainers" },
        ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
    };

    private static string Introduction()
    {
        using var text = new StreamReader(typeof(ApiDocument).Assembly.GetManifestResourceStream("Introduction.md")!);
        return text.ReadToEnd();
    }
}
