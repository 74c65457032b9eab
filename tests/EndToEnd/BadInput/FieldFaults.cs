using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>One fault of one field: what is wrong, where, and the body that has it.</summary>
internal sealed record FieldFault(string Name, string Pointer, JsonObject Body);

/// <summary>Every fault that a field of a body can have, one at a time.</summary>
internal static class FieldFaults
{
    public static IEnumerable<FieldFault> Of(MethodDescriptor method, Route route)
    {
        if (ValidBody.Of(method, route) is not { } body)
            yield break;
        var message = route.Body == "*" ? method.InputType : method.InputType.FindFieldByName(route.Body).MessageType;
        var isPatch = route.Verb == HttpMethod.Patch;
        foreach (var fault in InMessage(message, body, "", isPatch))
            yield return fault with { Body = Apply(body, fault) };
    }

    private static IEnumerable<FieldFault> InMessage(MessageDescriptor message, JsonObject body, string pointer, bool isPatch)
    {
        foreach (var field in ValidBody.InputFields(message).Where(field => body.ContainsKey(field.JsonName)))
        {
            var at = $"{pointer}/{field.JsonName}";
            foreach (var (name, value) in Values(field, isPatch && pointer.Length == 0))
                yield return new FieldFault(name, at, new JsonObject { ["value"] = value });

            if (field.IsRepeated && body[field.JsonName] is JsonArray { Count: > 0 } list && list[0] is JsonObject item)
            {
                foreach (var fault in InMessage(field.MessageType, item, $"{at}/0", false))
                    yield return fault;
            }
            else if (body[field.JsonName] is JsonObject nested)
            {
                foreach (var fault in InMessage(field.MessageType, nested, at, false))
                    yield return fault;
            }
        }
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Values(FieldDescriptor field, bool mayBeAbsent)
    {
        if (ValidBody.IsRequired(field) && !mayBeAbsent)
            yield return ("is missing", null);
        yield return ("has the wrong type", WrongType(field));
        if (field.IsRepeated)
            yield break;

        switch (field.FieldType)
        {
            case FieldType.Enum:
                yield return ("has an unknown value", "NO_SUCH_VALUE");
                break;
            case FieldType.Int64:
                yield return ("is an integer past 2^53", JsonNode.Parse("9007199254740993"));
                yield return ("is a fraction", JsonNode.Parse("1.5"));
                if (field.Name.EndsWith("_pence", StringComparison.Ordinal))
                    yield return ("is negative", "-1");
                break;
            case FieldType.Int32:
                yield return ("is a fraction", JsonNode.Parse("0.5"));
                break;
            case FieldType.String when ValidBody.Format(field) == FieldFormat.Date:
                yield return ("is a date that does not exist", "2026-02-30");
                break;
            case FieldType.String when ValidBody.Format(field) == FieldFormat.Uuid:
                yield return ("is not a UUID", "not-a-uuid");
                break;
        }
    }

    private static JsonNode WrongType(FieldDescriptor field) => field.IsRepeated ? "no list" : field.FieldType switch
    {
        FieldType.String => 42,
        FieldType.Bool => "yes",
        FieldType.Enum => true,
        FieldType.Message => 42,
        _ => "many",
    };

    private static JsonObject Apply(JsonObject valid, FieldFault fault)
    {
        var body = valid.DeepClone().AsObject();
        var steps = fault.Pointer.Split('/')[1..];
        JsonNode parent = body;
        foreach (var step in steps[..^1])
            parent = parent is JsonArray list ? list[int.Parse(step)]! : parent[step]!;
        if (fault.Body["value"] is { } value)
            parent[steps[^1]] = value.DeepClone();
        else
            parent.AsObject().Remove(steps[^1]);
        return body;
    }
}
