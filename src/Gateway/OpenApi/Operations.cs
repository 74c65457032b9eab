using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Gateway.Routes;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>One operation of the document for each route.</summary>
internal sealed partial class Operations(Schemas schemas, Responses responses)
{
    /// <summary>The name of the one way to say who asks.</summary>
    public const string Security = "bearer";

    /// <summary>A route's path with the variables in JSON's names.</summary>
    public static string Path(RestRoute route)
    {
        var variables = route.Variables.GetEnumerator();
        return Variable().Replace(route.Template.Text, _ => variables.MoveNext() ? $"{{{variables.Current.Field.JsonName}}}" : "");
    }

    /// <summary>What groups a service's operations: <c>AllocationModelsService</c> is <c>Allocation models</c>.</summary>
    public static string Tag(ServiceDescriptor service)
    {
        var words = WordStart().Replace(service.Name.Replace("Service", "", StringComparison.Ordinal), " ");
        return words[..1] + words[1..].ToLowerInvariant();
    }

    public JsonObject Of(RestRoute route)
    {
        var method = route.Method;
        var comment = Comments.Of(method.Descriptor);
        var operation = new JsonObject
        {
            ["operationId"] = char.ToLowerInvariant(method.Descriptor.Name[0]) + method.Descriptor.Name[1..],
            ["summary"] = Sentence().Match(comment).Groups[1].Value,
            ["description"] = Description(method, comment),
            ["tags"] = new JsonArray(Tag(method.Descriptor.Service)),
            ["parameters"] = Parameters.Of(route, schemas),
        };
        if (Body(route) is { } body)
            operation["requestBody"] = body;
        operation["responses"] = responses.Of(route);
        operation["security"] = new JsonArray(new JsonObject { [Security] = new JsonArray(method.Facts.Permission) });
        operation["x-permission"] = method.Facts.Permission;
        operation["x-grpc-method"] = method.Path;
        operation["x-deadline-milliseconds"] = (long)method.Deadline.TotalMilliseconds;
        operation["x-max-request-bytes"] = method.MaximumRequestBytes;
        return operation;
    }

    private static string Description(PublishedMethod method, string comment)
    {
        var text = new StringBuilder(comment).Append($"\n\nPermission: `{method.Facts.Permission}`.");
        if (method.RequestId is not null)
            text.Append(" Safe to repeat with the same `X-Request-ID`.");
        if (method.UpdateMask is not null)
            text.Append(" Changes the members that the body has, or those of `updateMask`.");
        return text.Append($" At gRPC: `{method.Path}`.").ToString();
    }

    private JsonObject? Body(RestRoute route)
    {
        var request = route.Method.Descriptor.InputType;
        if (route.BodyField is { } field)
        {
            var schema = route.Method.UpdateMask is null ? schemas.Reference(field.MessageType, Travel.Request) : schemas.ReferenceToChanges(field.MessageType);
            return Body(field.MessageType, required: true, Comments.Of(field), schema, Examples.OfField(field, asRequest: true), route.Method.StreamsIn);
        }

        var members = Parameters.InBody(route).ToArray();
        // Where every member stands in the path or in a header, such as for :submit, there is nothing to send.
        if (!route.BodyIsRequest || members.Length == 0)
            return null;
        var example = new JsonObject(members.Select(member => KeyValuePair.Create(member.JsonName, Examples.OfField(member, asRequest: true))).Where(member => member.Value is not null));
        return Body(request, members.Any(FieldSchemas.IsRequired), Comments.Of(request), schemas.ReferenceToBody(request, members), example, route.Method.Descriptor.IsClientStreaming);
    }

    private static JsonObject Body(MessageDescriptor message, bool required, string description, JsonObject schema, JsonNode? example, bool isStream) => new()
    {
        ["description"] = description,
        ["required"] = required,
        ["content"] = Responses.Content(message, Travel.Request, isStream, schema, example),
    };

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Variable();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();

    // Up to the first full stop that ends a sentence, without it.
    [GeneratedRegex(@"^(.*?)(?:[.;:](?:\s|$)|$)")]
    private static partial Regex Sentence();
}
