using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Platform.Validation;
using static PersonalBudgets.Gateway.Tests.OpenApi.TheDocument;

namespace PersonalBudgets.Gateway.Tests.OpenApi;

/// <summary>Every example is one that the gateway and the services take, or could have given: read by the door's own reader, held against the contract's own rules.</summary>
public sealed class Examples_in_the_document
{
    public static TheoryData<string> Methods => [.. Contract.Methods.Select(method => method.FullName())];

    [Theory]
    [MemberData(nameof(Methods))]
    public void of_a_request_are_taken(string method)
    {
        var operation = Operation(method);
        var route = RouteOf(operation);
        var request = route.Method.Request.New();
        var faults = new JsonFaults();
        if (operation["requestBody"] is { } body)
        {
            var target = request;
            route.BodyField?.Accessor.SetValue(request, target = route.Body!.New());
            JsonMessages.Read(Encoding.UTF8.GetBytes(Example(body)), route.Body!, target, faults);
        }

        foreach (var parameter in operation["parameters"]!.AsArray().Select(node => Resolve(node!)))
            SetParameter(route, request, parameter);

        Assert.Empty(faults.Violations);
        Assert.Empty(MessageValidator.Check(request).Select(fault => $"{fault.FieldPath}: {fault.Text}"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void of_an_answer_are_what_the_gateway_writes(string method)
    {
        var example = Example(Operation(method)["responses"]!.AsObject().First().Value!);
        var shape = MessageShape.Of(Contract.Method(method)!.OutputType);
        var message = shape.New();
        var faults = new JsonFaults();

        JsonMessages.Read(Encoding.UTF8.GetBytes(example), shape, message, faults);

        Assert.Empty(faults.Violations);
        var written = new System.Buffers.ArrayBufferWriter<byte>();
        JsonMessages.Write(written, shape, message);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(written.WrittenSpan), JsonNode.Parse(example)), $"{Encoding.UTF8.GetString(written.WrittenSpan)}\n{example}");
    }

    [Fact]
    public void say_something_of_every_field()
    {
        var silent =
            from method in Contract.Methods
            from message in Parts(method.InputType).Select(part => (part, AsRequest: true)).Concat(Parts(method.OutputType).Select(part => (part, AsRequest: false)))
            from field in message.part.Fields.InDeclarationOrder()
            where !Examples.IsFound(field, message.AsRequest, out _)
            select field.FullName;

        Assert.True(!silent.Any(), string.Join('\n', silent.Distinct()));
    }

    [Fact]
    public void name_nobody_who_lives() => Assert.All(
        Operations.SelectMany(operation => Numbers(operation.Json)), number => Assert.StartsWith("999", number, StringComparison.Ordinal));

    /// <summary>The example of a body; of a stream its only line.</summary>
    private static string Example(JsonNode body)
    {
        var (mediaType, content) = body["content"]!.AsObject().Single();
        return mediaType == "application/x-ndjson" ? Text(content!["example"]).TrimEnd('\n') : content!["example"]!.ToJsonString();
    }

    private static JsonObject Operation(string method) => Operations.Single(operation => Text(operation.Json["x-grpc-method"]) == method).Json;

    private static void SetParameter(RestRoute route, IMessage request, JsonObject parameter)
    {
        var (name, example) = (Text(parameter["name"]), parameter["example"]!.ToString());
        if (name == "X-Request-ID")
            route.Method.RequestId!.Accessor.SetValue(request, example);
        else if (name == "If-Match")
            route.Method.Etag!.Accessor.SetValue(request, example.Trim('W', '/', '"'));
        else if (parameter["schema"]!["enum"] is JsonArray codes && Text(parameter["in"]) == "header")
            Assert.Contains(example, codes.Select(Text));
        else if (Text(parameter["in"]) == "header")
            Assert.Matches(Text(parameter["schema"]!["pattern"]), example);
        else
            Assert.All(Values(parameter["example"]!), value => Assert.True(FieldPath.Find(route.Method.Request, name)!.TrySet(request, value, out var fault), $"{name}: {fault.Detail}"));
    }

    /// <summary>A list in the query is one parameter that stands there several times.</summary>
    private static IEnumerable<string> Values(JsonNode example) => example is JsonArray items ? items.Select(item => item!.ToString()) : [example.ToString()];

    /// <summary>A message and those within it, each once: one may hold others of its own kind.</summary>
    private static HashSet<MessageDescriptor> Parts(MessageDescriptor message)
    {
        var found = new HashSet<MessageDescriptor>();
        Find(message);
        return found;

        void Find(MessageDescriptor part)
        {
            if (!found.Add(part))
                return;
            foreach (var field in part.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf"))
                Find(field.MessageType);
        }
    }

    private static IEnumerable<string> Numbers(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "nhsNumber", Value: JsonValue value } ? [value.ToString()] : Numbers(member.Value)),
        JsonArray items => items.SelectMany(Numbers),
        _ => [],
    };
}
