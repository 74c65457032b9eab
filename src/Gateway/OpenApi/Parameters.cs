using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>What of a request stands outside its body: path, query string and headers.</summary>
internal static class Parameters
{
    /// <summary>The X-Request-ID of the examples, which the portal replaces by a new one at each call.</summary>
    public const string ExampleRequestId = "019a8b1e-7c00-7000-8000-00000000aaaa";

    /// <summary>The X-Correlation-ID of the examples.</summary>
    public const string ExampleCorrelationId = "019a8b1e-7c00-7000-8000-00000000bbbb";

    /// <summary>The headers that every operation takes, and those of changes, by the name that operations refer to.</summary>
    public static JsonObject Shared() => new()
    {
        ["RequestId"] = Header("X-Request-ID", required: true,
            "A UUID made by the caller, which makes the change safe to repeat: the same id with the same request gives the same answer, with `Idempotency-Hit: true`. " +
            "Where the body is the whole request, its member `requestId` can stand for the header.",
            new JsonObject { ["type"] = "string", ["format"] = "uuid" }, ExampleRequestId),
        ["IfMatch"] = IfMatch(required: true),
        ["CorrelationId"] = Header("X-Correlation-ID", required: false,
            "The caller's own id for what it does; given back and kept on events. Made where it is missing.",
            new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Platform.Requests.RequestHeaders.LongestCorrelationId, ["pattern"] = "^[!-~]+$" }, ExampleCorrelationId),
        ["Purpose"] = Header("X-Purpose", required: false,
            "For what the caller works; it stands in the audit and in the person's access record. `DIRECT_CARE` where it is missing.",
            new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Purposes.All.Order(StringComparer.Ordinal).Select(code => JsonValue.Create(code))]) }, Purposes.DirectCare),
        ["EndUserOrganisation"] = Header("NHSD-End-User-Organisation-ODS", required: false,
            "The organisation that the end user acts for; must be the token's.",
            new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Z0-9]{3,9}$" }, "QAA"),
    };

    /// <summary>The parameters of one route.</summary>
    public static JsonArray Of(RestRoute route, Schemas schemas)
    {
        var parameters = new JsonArray();
        foreach (var variable in route.Variables)
            parameters.Add(Parameter("path", variable.Field.Descriptor, required: true, schemas));
        foreach (var field in InQuery(route))
            parameters.Add(Parameter("query", field, FieldSchemas.IsRequired(field), schemas));
        if (route.Method.RequestId is not null)
            parameters.Add(Reference("RequestId"));
        if (route.Method.Etag is not null)
            parameters.Add(route.Method.EtagRequired ? Reference("IfMatch") : IfMatch(required: false));
        parameters.Add(Reference("CorrelationId"));
        parameters.Add(Reference("Purpose"));
        parameters.Add(Reference("EndUserOrganisation"));
        return parameters;
    }

    /// <summary>The fields of a request that its route takes from the query string.</summary>
    public static IEnumerable<FieldDescriptor> InQuery(RestRoute route) => route.Method.Descriptor.InputType.Fields.InDeclarationOrder()
        .Where(field => !IsInHeader(route, field) && route.QueryParameter(field.Name) is not null);

    /// <summary>The fields of a request that are members of its body, where the body is the whole request.</summary>
    public static IEnumerable<FieldDescriptor> InBody(RestRoute route) => route.Method.Descriptor.InputType.Fields.InDeclarationOrder()
        .Where(field => !IsInHeader(route, field) && !IsOfTheDoor(route, field) && route.Variables.All(variable => variable.First != field));

    /// <summary>What the door says of a line of a stream: its number and its faults.</summary>
    public static bool IsOfTheDoor(RestRoute route, FieldDescriptor field) => field == route.Method.Line || field == route.Method.LineFaults;

    private static JsonObject IfMatch(bool required) => Header("If-Match", required,
        "The `ETag` of the resource as it was read: the change is refused if somebody was faster. Where the body is the whole request, its member `etag` can stand for the header.",
        new JsonObject { ["type"] = "string", ["pattern"] = "^(W/)?\"[0-9]+\"$" }, "W/\"1\"");

    private static bool IsInHeader(RestRoute route, FieldDescriptor field) => field == route.Method.RequestId || field == route.Method.Etag;

    private static JsonObject Parameter(string place, FieldDescriptor field, bool required, Schemas schemas)
    {
        var schema = FieldSchemas.Of(field, Travel.Request, schemas);
        schema.Remove("description");
        var parameter = new JsonObject
        {
            ["name"] = field.JsonName,
            ["in"] = place,
            ["required"] = required,
            ["description"] = Comments.Of(field),
            ["schema"] = schema,
        };
        if (Examples.OfField(field, asRequest: true) is { } example)
            parameter["example"] = example;
        return parameter;
    }

    private static JsonObject Header(string name, bool required, string description, JsonObject schema, string example) =>
        new() { ["name"] = name, ["in"] = "header", ["required"] = required, ["description"] = description, ["schema"] = schema, ["example"] = example };

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/parameters/" + name };
}
