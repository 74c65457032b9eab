using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;

namespace PersonalBudgets.Contracts.Documentation;

/// <summary>
/// Examples of messages in their JSON form, from the files of <c>Examples/</c>, one or more for each package (<c>plans.v1.json</c>, <c>assessment.v1.people.json</c>): what a message's members
/// are in an answer, under its name with <c>Input</c> where a request differs, and <c>null</c> for what is left out. Members that
/// mean the same everywhere stand in <c>common.json</c>; a message within a message is its own example, changed by what the outer
/// one says. All of it is made up: NHS numbers begin with 999, organisations do not exist.
/// </summary>
public static class Examples
{
    private static readonly Lazy<FrozenDictionary<string, JsonObject>> Files = new(Read);

    /// <summary>A message as an answer has it.</summary>
    public static JsonObject OfAnswer(MessageDescriptor message) => Compose(message, asRequest: false);

    /// <summary>The value of one member; null where it is left out.</summary>
    /// <param name="field">The member.</param>
    /// <param name="asRequest">As a request has it: without what only the server gives.</param>
    public static JsonNode? OfField(FieldDescriptor field, bool asRequest) => IsFound(field, asRequest, out var value) ? value : null;

    /// <summary>Whether the files say what a member is, be it that it is left out.</summary>
    /// <param name="field">The member.</param>
    /// <param name="asRequest">In a request, not in an answer.</param>
    /// <param name="value">The value; null for a member that is left out.</param>
    public static bool IsFound(FieldDescriptor field, bool asRequest, out JsonNode? value)
    {
        var isPart = field.FieldType == FieldType.Message && Files.Value.ContainsKey(Package(field.MessageType));
        if (IsGiven(field, asRequest, out value))
        {
            value = isPart && value is not null ? Part(field.MessageType, value, asRequest) : value?.DeepClone();
            return true;
        }

        if (isPart)
            value = field.IsRepeated ? new JsonArray(Compose(field.MessageType, asRequest)) : Compose(field.MessageType, asRequest);
        return isPart;
    }

    private static JsonObject Compose(MessageDescriptor message, bool asRequest) => new(message.Fields.InDeclarationOrder()
        .Where(field => !(asRequest && IsServers(field)))
        .Select(field => KeyValuePair.Create(field.JsonName, OfField(field, asRequest)))
        .Where(member => member.Value is not null));

    // A request has what the outer message says and no more, such as the members that a change changes; an answer is whole.
    private static JsonNode Part(MessageDescriptor message, JsonNode given, bool asRequest)
    {
        if (given is JsonArray list)
            return new JsonArray([.. list.Select(item => item!.DeepClone())]);
        if (asRequest)
            return given.DeepClone();
        var part = Compose(message, asRequest);
        foreach (var (name, value) in given.AsObject())
            part[name] = value?.DeepClone();
        return part;
    }

    private static bool IsGiven(FieldDescriptor field, bool asRequest, out JsonNode? value)
    {
        var file = Files.Value.GetValueOrDefault(Package(field.ContainingType));
        value = null;
        return (asRequest && IsIn(file?[field.ContainingType.Name + "Input"], out value)) || IsIn(file?[field.ContainingType.Name], out value) || IsIn(Files.Value["common"], out value);

        bool IsIn(JsonNode? members, out JsonNode? value)
        {
            value = null;
            return members is JsonObject given && given.TryGetPropertyValue(field.JsonName, out value);
        }
    }

    private static bool IsServers(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) == true;

    // `personalbudgets.plans.v1` is `plans.v1`.
    private static string Package(MessageDescriptor message) => message.File.Package.Replace("personalbudgets.", "", StringComparison.Ordinal);

    private static FrozenDictionary<string, JsonObject> Read()
    {
        const string Prefix = "Examples.", Suffix = ".json";
        var assembly = typeof(Examples).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .GroupBy(name => string.Join('.', name[Prefix.Length..^Suffix.Length].Split('.').Take(2)))
            .ToFrozenDictionary(files => files.Key, files => new JsonObject(files.SelectMany(Members)));

        IEnumerable<KeyValuePair<string, JsonNode?>> Members(string name)
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            return JsonNode.Parse(file)!.AsObject().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())).ToArray();
        }
    }
}
