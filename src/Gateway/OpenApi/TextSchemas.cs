using System.Text.Json.Nodes;
using Buf.Validate;
using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>Schemas of texts, with the formats of <c>personalbudgets.options.v1.format</c> as patterns.</summary>
internal static class TextSchemas
{
    private const string Uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

    /// <param name="field">A field of text.</param>
    /// <param name="rules">Its rules, or those of each item.</param>
    /// <param name="travel">Answers have bank details masked.</param>
    /// <param name="isGiven">It cannot be empty for "none".</param>
    public static JsonObject Of(FieldDescriptor field, StringRules? rules, Travel travel, bool isGiven)
    {
        var schema = new JsonObject { ["type"] = "string" };
        var format = field.GetOptions()?.GetExtension(OptionsExtensions.Format) ?? FieldFormat.Unspecified;
        var (name, pattern) = format switch
        {
            FieldFormat.Uuid => ("uuid", Uuid),
            FieldFormat.Date => ("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
            FieldFormat.NhsNumber => (null, "^[0-9]{10}$"),
            FieldFormat.OrganisationCode => (null, "^[A-Z0-9]{3,9}$"),
            FieldFormat.SortCode when travel == Travel.Request => (null, "^[0-9]{6}$"),
            FieldFormat.AccountNumber when travel == Travel.Request => (null, "^[0-9]{8}$"),
            FieldFormat.Code => (null, "^[A-Z0-9_]{1,63}$"),
            _ => ((string?)null, rules is { HasPattern: true } ? rules.Pattern : null),
        };
        if (isGiven && name is not null)
            schema["format"] = name;
        if (pattern is not null)
            schema["pattern"] = isGiven ? pattern : $"^$|{pattern}";
        if (rules is { HasMinLen: true } && isGiven)
            schema["minLength"] = (long)rules.MinLen;
        if (rules is { HasMaxLen: true })
            schema["maxLength"] = (long)rules.MaxLen;
        return schema;
    }
}
