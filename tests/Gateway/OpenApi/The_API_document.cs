using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Gateway.OpenApi;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Gateway.Tests.OpenApi.TheDocument;

namespace PersonalBudgets.Gateway.Tests.OpenApi;

/// <summary>Routes, document and contract say the same: none has what another lacks.</summary>
public sealed partial class The_API_document
{
    public static TheoryData<string> Messages => [.. Reachable().Select(message => message.FullName)];

    [Fact]
    public void has_an_operation_for_every_route_and_no_other()
    {
        var routes = Table.Routes.Select(route => $"{route.HttpMethod} {Segments().Replace(route.Template.Text, "{}")}");

        Assert.Equal(routes.Order(), Operations.Select(operation => $"{operation.Method} {Segments().Replace(operation.Path, "{}")}").Order());
    }

    [Fact]
    public void has_an_operation_for_every_method_of_the_contract_and_no_other() =>
        Assert.Equal(Contract.Methods.Select(method => method.FullName()).Order(), Operations.Select(operation => Text(operation.Json["x-grpc-method"])).Order());

    [Fact]
    public void says_of_every_operation_what_the_contract_says() => Assert.All(Operations, operation =>
    {
        var method = Contract.Method(Text(operation.Json["x-grpc-method"]))!;
        Assert.StartsWith(Comments.Of(method), Text(operation.Json["description"]), StringComparison.Ordinal);
        Assert.Equal([method.Rules()!.Permission], operation.Json["security"]![0]!["bearer"]!.AsArray().Select(Text));
        Assert.NotEmpty(Text(operation.Json["summary"]));
    });

    [Fact]
    public void names_every_operation_once() =>
        Assert.Equal(Contract.Methods.Count, Operations.Select(operation => Text(operation.Json["operationId"])).Distinct().Count());

    [Fact]
    public void takes_every_field_of_a_request_in_one_place() => Assert.All(Operations, operation =>
    {
        var request = RouteOf(operation.Json).Method;
        var parameters = operation.Json["parameters"]!.AsArray().Select(parameter => Resolve(parameter!)).Select(parameter => Text(parameter["name"])).ToArray();
        string[] places =
        [
            .. parameters.Where(name => !name.StartsWith("X-", StringComparison.Ordinal) && name is not "If-Match" and not "NHSD-End-User-Organisation-ODS"),
            .. parameters.Contains("X-Request-ID") ? [request.RequestId!.JsonName] : (string[])[],
            .. parameters.Contains("If-Match") ? [request.Etag!.JsonName] : (string[])[],
            .. BodyMembers(operation.Json),
            .. request.StreamsIn ? new[] { request.Line, request.LineFaults }.OfType<FieldDescriptor>().Select(field => field.JsonName) : [],
        ];

        Assert.Equal(request.Descriptor.InputType.Fields.InDeclarationOrder().Select(field => field.JsonName).Order(), places.Order());
    });

    [Theory]
    [MemberData(nameof(Messages))]
    public void has_the_fields_of_the_contract_as_the_members_of_a_schema(string name)
    {
        var message = Reachable().Single(one => one.FullName == name);
        var fields = message.Fields.InDeclarationOrder().Select(field => (field.JsonName, Comments.Of(field)));

        var schemas = new[] { "", "Input", "Changes" }.Where(suffix => Schemas.ContainsKey(message.Name + suffix)).ToArray();

        Assert.NotEmpty(schemas);
        foreach (var suffix in schemas)
        {
            var members = Schemas[message.Name + suffix]!["properties"]!.AsObject();
            Assert.Equal(fields.Select(field => field.JsonName), members.Select(member => member.Key));
            Assert.All(fields, field => Assert.StartsWith(field.Item2, Text(members[field.JsonName]!["description"]), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void has_no_schema_that_the_contract_does_not_have()
    {
        var known = Reachable().SelectMany(message => new[] { message.Name, message.Name + "Input", message.Name + "Changes" })
            .Concat(Enums().Select(kind => kind.Name))
            .Concat(Contract.Methods.Select(method => method.InputType.Name));

        Assert.Empty(Schemas.Select(schema => schema.Key).Except([.. known, "Problem", "Violation"]));
    }

    [Fact]
    public void has_every_value_of_an_enum_with_its_comment() => Assert.All(
        Enums(), kind =>
        {
            var schema = Schemas[kind.Name]!;
            Assert.Equal(kind.Values.Select(value => value.Name), schema["enum"]!.AsArray().Select(Text));
            Assert.All(kind.Values, value => Assert.Contains($"- `{value.Name}`: {Comments.Of(value)}", Text(schema["description"]), StringComparison.Ordinal));
        });

    [Fact]
    public void refers_to_nothing_that_it_does_not_have() =>
        Assert.All(Descendants(Whole).OfType<JsonObject>().Where(node => node["$ref"] is JsonValue), node => Assert.NotEmpty(Resolve(node)));

    private static IEnumerable<string> BodyMembers(JsonObject operation)
    {
        if (operation["requestBody"] is null)
            return [];
        var route = RouteOf(operation);
        var content = operation["requestBody"]!["content"]!.AsObject().Single().Value!;
        return route.BodyField is { } field
            ? [field.JsonName]
            : Resolve(content["schema"]!["contentSchema"] ?? content["schema"]!)["properties"]!.AsObject().Select(member => member.Key);
    }

    /// <summary>What answers have, and what requests have within: a request itself is spread over path, query, headers and body.</summary>
    // What the doors say of a line of a stream stands in no body.
    private static HashSet<MessageDescriptor> Reachable()
    {
        var found = new HashSet<MessageDescriptor>();
        var waiting = new Stack<MessageDescriptor>(Contract.Methods.SelectMany(method => Parts(method.InputType).Where(part => part != LineFault.Descriptor).Append(method.OutputType)));
        while (waiting.TryPop(out var message))
            if (found.Add(message))
                foreach (var part in Parts(message))
                    waiting.Push(part);
        return found;
    }

    // Some stand only in a request.
    private static IEnumerable<EnumDescriptor> Enums() => Reachable().Concat(Contract.Methods.Select(method => method.InputType))
        .SelectMany(message => message.Fields.InDeclarationOrder())
        .Where(field => field.FieldType == FieldType.Enum)
        .Select(field => field.EnumType)
        .Distinct();

    private static IEnumerable<MessageDescriptor> Parts(MessageDescriptor message) => message.Fields.InDeclarationOrder()
        .Where(field => field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf").Select(field => field.MessageType);

    private static IEnumerable<JsonNode?> Descendants(JsonNode? node) => (node switch
    {
        JsonObject members => members.SelectMany(member => Descendants(member.Value)),
        JsonArray items => items.SelectMany(Descendants),
        _ => [],
    }).Prepend(node);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Segments();
}
