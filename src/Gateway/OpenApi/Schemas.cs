using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts.Documentation;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>Which way a message travels. A request has its rules, an answer has every member.</summary>
internal enum Travel
{
    Request,
    Answer,
}

/// <summary>
/// The schemas of the document, made as they are referred to. A message that travels both ways has two: in an answer the bank
/// details are masked and what is not said is empty, neither of which a request is.
/// </summary>
internal sealed class Schemas(IEnumerable<MessageDescriptor> requests, IEnumerable<MessageDescriptor> answers)
{
    private readonly HashSet<MessageDescriptor> _requested = Reachable(requests, passOver: FieldBehavior.OutputOnly);
    private readonly HashSet<MessageDescriptor> _answered = Reachable(answers, passOver: FieldBehavior.InputOnly);
    private readonly Dictionary<string, IDescriptor> _owners = new(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public SortedDictionary<string, JsonNode?> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether no request has the message, so that all of it is the server's.</summary>
    public bool IsOnlyAnswered(MessageDescriptor message) => !_requested.Contains(message);

    /// <summary>A reference to a message's schema.</summary>
    public JsonObject Reference(MessageDescriptor message, Travel travel) =>
        Reference(message, travel == Travel.Request && _answered.Contains(message) ? "Input" : "", () => travel == Travel.Request
            ? Object(message, message.Fields.InDeclarationOrder(), FieldSchemas.IsRequired, travel)
            : Object(message, message.Fields.InDeclarationOrder(), field => !field.HasPresence || FieldSchemas.IsRequired(field), travel));

    /// <summary>A reference to the schema of a change: the resource with nothing required, since what is not given stays as it is.</summary>
    public JsonObject ReferenceToChanges(MessageDescriptor resource) =>
        Reference(resource, "Changes", () => Object(resource, resource.Fields.InDeclarationOrder(), _ => false, Travel.Request));

    /// <summary>A reference to the schema of a request's body, which has some of the request's fields.</summary>
    public JsonObject ReferenceToBody(MessageDescriptor request, IEnumerable<FieldDescriptor> fields) =>
        Reference(request, "", () => Object(request, fields, FieldSchemas.IsRequired, Travel.Request));

    /// <summary>A reference to an enum's schema.</summary>
    public JsonObject Reference(EnumDescriptor kind) => Reference(kind, "", () => new JsonObject
    {
        ["type"] = "string",
        ["description"] = Comments.Of(kind) + "\n" + string.Concat(kind.Values.Select(value => $"\n- `{value.Name}`: {Comments.Of(value)}")),
        ["enum"] = new JsonArray([.. kind.Values.Select(value => (JsonNode)value.Name)]),
    });

    private JsonObject Reference(IDescriptor descriptor, string suffix, Func<JsonObject> make)
    {
        var name = descriptor.Name + suffix;
        // Areas have messages of the same name; the first is plain.
        if (!_owners.TryAdd(name, descriptor) && _owners[name] != descriptor)
            _owners.TryAdd(name = Capital(descriptor.File.Package.Split('.')[1]) + name, descriptor);
        if (!All.ContainsKey(name))
        {
            // A message may hold itself: the name is taken before the members are looked at.
            All[name] = null;
            All[name] = make();
        }

        return new JsonObject { ["$ref"] = "#/components/schemas/" + name };
    }

    private JsonObject Object(MessageDescriptor message, IEnumerable<FieldDescriptor> fields, Func<FieldDescriptor, bool> isRequired, Travel travel)
    {
        var members = fields.ToArray();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["description"] = Comments.Of(message),
            ["properties"] = new JsonObject(members.Select(field => KeyValuePair.Create<string, JsonNode?>(field.JsonName, FieldSchemas.Of(field, travel, this)))),
        };
        if (members.Any(isRequired))
            schema["required"] = new JsonArray([.. members.Where(isRequired).Select(field => (JsonNode)field.JsonName)]);
        // Answers may grow; a request with a member that nobody knows is refused.
        if (travel == Travel.Request)
            schema["additionalProperties"] = false;
        return schema;
    }

    private static HashSet<MessageDescriptor> Reachable(IEnumerable<MessageDescriptor> roots, FieldBehavior passOver)
    {
        var found = new HashSet<MessageDescriptor>();
        var waiting = new Stack<MessageDescriptor>(roots);
        while (waiting.TryPop(out var message))
        {
            if (found.Add(message))
                foreach (var field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && !FieldSchemas.Has(field, passOver)))
                    waiting.Push(field.MessageType);
        }

        return found;
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
