using System.Globalization;
using System.Text.Json.Nodes;
using Buf.Validate;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>The schema of one field, from its type, its comment and its rules.</summary>
internal static class FieldSchemas
{
    public static JsonObject Of(FieldDescriptor field, Travel travel, Schemas schemas)
    {
        // A request may send back what an answer had, which the server passes over.
        var isPassedOver = travel == Travel.Request && Has(field, FieldBehavior.OutputOnly);
        var schema = Typed(field, isPassedOver ? Travel.Answer : travel, schemas);
        schema["description"] = Comments.Of(field) + Limits(field, RulesOf(field));
        if (isPassedOver)
            schema["readOnly"] = true;
        if (field.GetOptions()?.GetExtension(OptionsExtensions.PersonData) == true)
            schema["x-person-data"] = true;
        return schema;
    }

    private static JsonObject Typed(FieldDescriptor field, Travel travel, Schemas schemas)
    {
        var rules = RulesOf(field);
        if (field.IsRepeated)
            return List(field, rules?.Repeated, Value(field, rules?.Repeated?.Items, travel, true, schemas));
        // What a request leaves out, an answer has as an empty text or as the enum's zero.
        var isGiven = travel == Travel.Request || IsRequired(field) || Has(field, FieldBehavior.OutputOnly) || schemas.IsOnlyAnswered(field.ContainingType);
        return Value(field, rules, travel, isGiven, schemas);
    }

    public static bool IsRequired(FieldDescriptor field) => Has(field, FieldBehavior.Required);

    private static FieldRules? RulesOf(FieldDescriptor field) => field.GetOptions()?.GetExtension(ValidateExtensions.Field);

    public static bool Has(FieldDescriptor field, FieldBehavior behaviour) => field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behaviour) == true;

    private static JsonObject List(FieldDescriptor field, RepeatedRules? rules, JsonObject item)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item };
        if (rules is { HasMinItems: true } || IsRequired(field))
            schema["minItems"] = Math.Max((long)(rules?.MinItems ?? 0), IsRequired(field) ? 1 : 0);
        if (rules is { HasMaxItems: true })
            schema["maxItems"] = (long)rules.MaxItems;
        if (rules is { HasUnique: true, Unique: true })
            schema["uniqueItems"] = true;
        return schema;
    }

    private static JsonObject Value(FieldDescriptor field, FieldRules? rules, Travel travel, bool isGiven, Schemas schemas) => field.FieldType switch
    {
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.String => TextSchemas.Of(field, rules?.String, travel, isGiven),
        FieldType.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
        FieldType.Enum => Enumerated(field, rules?.Enum, travel, schemas),
        FieldType.Message when field.MessageType == Timestamp.Descriptor => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        FieldType.Message when field.MessageType == FieldMask.Descriptor => new JsonObject { ["type"] = "string", ["pattern"] = @"^(\*|[A-Za-z_.]+(,[A-Za-z_.]+)*)$" },
        FieldType.Message => schemas.Reference(field.MessageType, travel),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64 => Wide(rules?.Int64),
        _ => Narrow(rules?.Int32),
    };

    private static JsonObject Enumerated(FieldDescriptor field, EnumRules? rules, Travel travel, Schemas schemas)
    {
        var schema = schemas.Reference(field.EnumType);
        var refused = travel == Travel.Answer ? [] : (rules?.NotIn ?? []).Concat(IsRequired(field) ? [0] : []).Distinct().Order().ToArray();
        if (refused.Length > 0)
            schema["not"] = new JsonObject { ["enum"] = new JsonArray([.. refused.Select(number => (JsonNode)field.EnumType.FindValueByNumber(number).Name)]) };
        return schema;
    }

    // Past 2^53 a JSON number is not exact in every reader, so that 64 bits travel as text, whose limits no keyword can say.
    private static JsonObject Wide(Int64Rules? rules) => new()
    {
        ["type"] = "string",
        ["format"] = "int64",
        ["pattern"] = rules is { HasGte: true, Gte: >= 0 } or { HasGt: true, Gt: >= 0 } ? "^(0|[1-9][0-9]{0,18})$" : "^(0|-?[1-9][0-9]{0,18})$",
    };

    private static JsonObject Narrow(Int32Rules? rules)
    {
        var schema = new JsonObject { ["type"] = "integer", ["format"] = "int32" };
        if (rules is { HasGte: true })
            schema["minimum"] = rules.Gte;
        if (rules is { HasGt: true })
            schema["exclusiveMinimum"] = rules.Gt;
        if (rules is { HasLte: true })
            schema["maximum"] = rules.Lte;
        if (rules is { HasLt: true })
            schema["exclusiveMaximum"] = rules.Lt;
        return schema;
    }

    private static string Limits(FieldDescriptor field, FieldRules? rules)
    {
        var limits = (field.IsRepeated ? rules?.Repeated?.Items : rules)?.Int64;
        string[] words =
        [
            .. limits is { HasGt: true } ? [$"above {Number(limits.Gt)}"] : (string[])[],
            .. limits is { HasGte: true } ? [$"at least {Number(limits.Gte)}"] : (string[])[],
            .. limits is { HasLt: true } ? [$"below {Number(limits.Lt)}"] : (string[])[],
            .. limits is { HasLte: true } ? [$"at most {Number(limits.Lte)}"] : (string[])[],
        ];
        return words.Length == 0 ? "" : $" Limits: {string.Join(", ", words)}.";
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
