using System.Text;
using System.Text.Json.Nodes;
using PersonalBudgets.Gateway.Errors;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>Refusals in the document: an answer for each status, an example for each reason, as the gateway writes them.</summary>
/// <param name="typeBase">What the type of every problem begins with.</param>
internal sealed class ProblemDocuments(string typeBase)
{
    // In reasons.
    private const int LongestName = 3;

    /// <summary>The answers, by name.</summary>
    public SortedDictionary<string, JsonNode?> Shared { get; } = new(StringComparer.Ordinal);

    /// <summary>A reference to the answer of one status with these reasons. The same reasons are the same answer, whatever operation has them.</summary>
    /// <param name="reasons">All of one status.</param>
    /// <param name="operation">What an answer with too many reasons for a name is called by.</param>
    public JsonObject Response(IReadOnlyList<Reason> reasons, string operation)
    {
        var name = reasons.Count <= LongestName ? string.Concat(reasons.Select(reason => Pascal(reason.Code))) : $"{operation}{reasons[0].Status}";
        if (!Shared.ContainsKey(name))
            Shared[name] = Make(reasons);
        return new JsonObject { ["$ref"] = "#/components/responses/" + name };
    }

    /// <summary>The schema of a problem document.</summary>
    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["description"] = "A refusal (RFC 9457). Nothing was changed. It holds no data about a person.",
        ["properties"] = new JsonObject
        {
            ["type"] = Text("What kind of problem it is.", ("format", "uri")),
            ["title"] = Text("The same for every problem of the type."),
            ["status"] = new JsonObject { ["type"] = "integer", ["format"] = "int32", ["minimum"] = 400, ["maximum"] = 599, ["description"] = "The HTTP status." },
            ["detail"] = Text("What is wrong, in words."),
            ["instance"] = Text("The path of the request; absent where it holds an identifier.", ("format", "uri-reference")),
            ["reason"] = Text("What is wrong, for machines.", ("pattern", "^[A-Z][A-Z0-9_]{1,62}$")),
            ["domain"] = Text("Who refuses: `budgets.` and the area, or `budgets.gateway`."),
            ["metadata"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "The values that the detail speaks of; for a broken rule its `source` in law or policy.",
                ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            },
            ["violations"] = new JsonObject
            {
                ["type"] = "array",
                ["description"] = "Every fault of the request, or every rule that it broke where there are several; empty for other refusals.",
                ["items"] = new JsonObject { ["$ref"] = "#/components/schemas/Violation" },
            },
            ["requestId"] = Text("The request id of a change.", ("format", "uuid")),
            ["traceId"] = Text("Leads operators to what happened.", ("pattern", "^[0-9a-f]{32}$")),
        },
        ["required"] = new JsonArray("type", "title", "status", "detail", "reason", "domain", "metadata", "violations"),
    };

    /// <summary>The schema of one fault of a request.</summary>
    public static JsonObject ViolationSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "One fault of a request, or one of several rules that it broke.",
        ["properties"] = new JsonObject
        {
            ["pointer"] = Text("JSON pointer into the body; absent where the fault is not in it.", ("format", "json-pointer")),
            ["line"] = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 1, ["description"] = "Of a stream: the line that the pointer leads into." },
            ["field"] = Text("The field's path in the contract's names, or what the rule is about; empty for the whole request."),
            ["detail"] = Text("What was expected. Never what was sent."),
            ["reason"] = Text("The kind of fault, or the rule's code, for machines.", ("pattern", "^[A-Z][A-Z0-9_]{1,62}$")),
        },
        ["required"] = new JsonArray("field", "detail", "reason"),
    };

    private JsonObject Make(IReadOnlyList<Reason> reasons)
    {
        var kind = Kind(reasons[0]);
        var description = new StringBuilder(kind.Title).Append('.');
        foreach (var reason in reasons)
            description.Append($"\n- `{reason.Code}`: {reason.Meaning}{(reason.Source.Length > 0 ? $" ({reason.Source})" : "")}");

        var headers = new JsonObject { ["X-Correlation-ID"] = new JsonObject { ["$ref"] = "#/components/headers/CorrelationId" } };
        if (kind.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            headers["Retry-After"] = new JsonObject { ["$ref"] = "#/components/headers/RetryAfter" };
        if (kind.Status is StatusCodes.Status401Unauthorized)
            headers["WWW-Authenticate"] = new JsonObject { ["$ref"] = "#/components/headers/Challenge" };
        return new JsonObject
        {
            ["description"] = description.ToString(),
            ["headers"] = headers,
            ["content"] = new JsonObject
            {
                [Problems.MediaType] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                    ["examples"] = new JsonObject(reasons.Select(reason => KeyValuePair.Create<string, JsonNode?>(reason.Code, new JsonObject { ["value"] = Example(reason) }))),
                },
            },
            ["x-reasons"] = new JsonArray([.. reasons.Select(reason => (JsonNode)reason.Code)]),
        };
    }

    private JsonObject Example(Reason reason)
    {
        var kind = Kind(reason);
        var violations = new JsonArray();
        if (reason.Code == "FIELD_INVALID")
            violations.Add(new JsonObject { ["pointer"] = "/birthDate", ["field"] = "person.birth_date", ["detail"] = "Must be given.", ["reason"] = "REQUIRED" });
        return new JsonObject
        {
            ["type"] = $"{typeBase.TrimEnd('/')}/{kind.Path}",
            ["title"] = kind.Title,
            ["status"] = kind.Status,
            ["detail"] = reason.Meaning.Replace("`", "", StringComparison.Ordinal) + ".",
            ["reason"] = reason.Code,
            ["domain"] = Refused.GatewayDomain,
            ["metadata"] = reason.Source.Length > 0 ? new JsonObject { ["source"] = reason.Source } : [],
            ["violations"] = violations,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
    }

    /// <summary>As the gateway answers it: the statuses that gRPC has no code for are given, the others follow from the code.</summary>
    private static ProblemKind Kind(Reason reason)
    {
        var refused = new Refused(reason.Grpc, reason.Code, reason.Meaning);
        var kind = ProblemKind.Of(refused, etagSent: false);
        return kind.Status == reason.Status ? kind : ProblemKind.Of(refused with { HttpStatus = reason.Status }, etagSent: false);
    }

    private static string Pascal(string code) => string.Concat(code.Split('_').Select(word => word[0] + word[1..].ToLowerInvariant()));

    private static JsonObject Text(string description, params (string Name, string Value)[] rules)
    {
        var schema = new JsonObject { ["type"] = "string" };
        foreach (var (name, value) in rules)
            schema[name] = value;
        schema["description"] = description;
        return schema;
    }
}
