using System.Text.Json.Nodes;
using Buf.Validate;
using Google.Api;
using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>Makes bodies whose every field keeps the contract's rules, from the contract itself.</summary>
internal static class ValidBody
{
    /// <summary>The body of a method's REST route with every field; null where it has none.</summary>
    public static JsonObject? Of(MethodDescriptor method, Route route) => Of(method, route, _ => true);

    /// <summary>The same with what is required and nothing else: such a body has no two fields that could contradict each other.</summary>
    public static JsonObject? Smallest(MethodDescriptor method, Route route) => Of(method, route, IsRequired);

    /// <summary>The fields that a caller gives: what the server makes is left out.</summary>
    public static IEnumerable<FieldDescriptor> InputFields(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Where(field => !Behaviour(field).Contains(FieldBehavior.OutputOnly));

    public static bool IsRequired(FieldDescriptor field) => Behaviour(field).Contains(FieldBehavior.Required);

    public static FieldFormat Format(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Format) ?? FieldFormat.Unspecified;

    private static JsonObject? Of(MethodDescriptor method, Route route, Func<FieldDescriptor, bool> wanted) => route.Body switch
    {
        "" => null,
        "*" => Message(method.InputType, field => wanted(field) && !route.Variables.Contains(field.Name) && field.Name is not ("request_id" or "etag"), wanted, []),
        var name => Message(method.InputType.FindFieldByName(name).MessageType, wanted, wanted, []),
    };

    private static JsonObject Message(
        MessageDescriptor message, Func<FieldDescriptor, bool> wanted, Func<FieldDescriptor, bool> wantedInside, MessageDescriptor[] around)
    {
        var body = new JsonObject();
        MessageDescriptor[] here = [.. around, message];
        // A message that can hold its like is shown without one.
        foreach (var field in InputFields(message).Where(wanted).Where(field => field.FieldType is not FieldType.Message || !here.Contains(field.MessageType)))
        {
            var value = Value(field, wantedInside, here);
            body[field.JsonName] = field.IsRepeated ? new JsonArray([.. Enumerable.Range(0, Fewest(field)).Select(_ => value.DeepClone())]) : value;
        }

        return body;
    }

    private static JsonNode Value(FieldDescriptor field, Func<FieldDescriptor, bool> wantedInside, MessageDescriptor[] around) => field.FieldType switch
    {
        FieldType.String => Text(field),
        FieldType.Int32 => Whole(field),
        FieldType.Int64 => "1",
        FieldType.Bool => true,
        FieldType.Enum => field.EnumType.Values[Math.Min(2, field.EnumType.Values.Count - 1)].Name,
        FieldType.Message when field.MessageType.FullName == "google.protobuf.FieldMask" => "",
        FieldType.Message => Message(field.MessageType, wantedInside, wantedInside, around),
        _ => throw new NotSupportedException($"{field.FullName} has a type that no request has had before."),
    };

    private static string Text(FieldDescriptor field) => Format(field) switch
    {
        FieldFormat.Uuid => "01980000-0000-7000-8000-000000000001",
        FieldFormat.Date => "2026-04-01",
        FieldFormat.NhsNumber => "9990000018",
        FieldFormat.OrganisationCode => "QAA",
        FieldFormat.SortCode => "089999",
        FieldFormat.AccountNumber => "66374958",
        FieldFormat.Code => "CODE",
        _ when Pattern(field).Contains("[0-9]{6}", StringComparison.Ordinal) => "123456",
        _ when Pattern(field).Contains("[A-Z][0-9]{2}", StringComparison.Ordinal) => "F20",
        _ when Pattern(field).Contains("[a-z]{2,3}", StringComparison.Ordinal) => "en",
        _ when Pattern(field).Contains("2[01]", StringComparison.Ordinal) => "12",
        _ when field.Name == "page_token" => "",
        _ => "TEXT",
    };

    private static int Fewest(FieldDescriptor list) => Math.Max(1, (int)(Rules(list)?.Repeated?.MinItems ?? 0));

    private static int Whole(FieldDescriptor field) => Rules(field)?.Int32 is { } rules ? Math.Max(rules.Gte, 1) : 1;

    private static string Pattern(FieldDescriptor field) => (field.IsRepeated ? Rules(field)?.Repeated?.Items : Rules(field))?.String?.Pattern ?? "";

    private static FieldRules? Rules(FieldDescriptor field) => field.GetOptions()?.GetExtension(ValidateExtensions.Field);

    private static IEnumerable<FieldBehavior> Behaviour(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior) ?? Enumerable.Empty<FieldBehavior>();
}
