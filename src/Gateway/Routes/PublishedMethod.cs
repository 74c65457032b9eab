using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Platform.Requests;
using Endpoint = Microsoft.AspNetCore.Http.Endpoint;

namespace PersonalBudgets.Gateway.Routes;

/// <summary>
/// What the gateway needs to know about one method of the contract, read from its descriptor once. A method that cannot be
/// mapped stops the start: a route that is missing in silence would be found by a caller.
/// </summary>
public sealed class PublishedMethod
{
    private const int DefaultDeadlineMilliseconds = 5_000;

    public PublishedMethod(MethodFacts facts)
    {
        Facts = facts;
        var descriptor = facts.Descriptor;
        Path = descriptor.FullName();
        Cluster = descriptor.Area();
        Endpoint = RouteEndpoint.Of(Path);

        if (facts.Permission is null)
            throw new NotSupportedException($"{Path} names no permission.");

        Deadline = TimeSpan.FromMilliseconds(
            descriptor.Rules() is { DeadlineMilliseconds: > 0 } rules ? rules.DeadlineMilliseconds : DefaultDeadlineMilliseconds);

        Request = MessageShape.Of(descriptor.InputType);
        Response = MessageShape.Of(descriptor.OutputType);
        CheckMappable(Request, []);
        CheckMappable(Response, []);

        RequestId = descriptor.InputType.FindFieldByName("request_id");
        Etag = descriptor.InputType.FindFieldByName("etag");
        EtagRequired = Etag?.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true;
        UpdateMask = descriptor.InputType.FindFieldByName("update_mask");
        ResponseEtag = FindResponseEtag(descriptor.OutputType);
        if (StreamsIn)
        {
            Line = descriptor.InputType.FindFieldByName("line") is { FieldType: FieldType.Int64, IsRepeated: false } line ? line : null;
            LineFaults = Platform.Validation.LineFaults.FieldOf(descriptor.InputType);
        }
    }

    /// <summary>What the services' doors know of the method too.</summary>
    public MethodFacts Facts { get; }

    public MethodDescriptor Descriptor => Facts.Descriptor;

    /// <summary>The gRPC path, <c>/package.Service/Method</c>.</summary>
    public string Path { get; }

    /// <summary>The service behind the gateway that answers it, such as <c>plans</c>.</summary>
    public string Cluster { get; }

    /// <summary>What ASP.NET Core's telemetry calls a gRPC call of the method by.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The caller sends any number of messages: one a line on REST.</summary>
    public bool StreamsIn => Descriptor.IsClientStreaming;

    /// <summary>The service answers with any number of messages: one a line on REST.</summary>
    public bool StreamsOut => Descriptor.IsServerStreaming;

    public int MaximumRequestBytes => Facts.MaxRequestBytes;

    /// <summary>The largest message of a request; on REST of a stream the largest line.</summary>
    public int MaximumMessageBytes => Facts.MaxMessageBytes;

    public TimeSpan Deadline { get; }

    /// <summary>The method may be called again when an answer is lost: it changes nothing, or knows its request id.</summary>
    public bool CanRepeat => Facts.IsRepeatable;

    public MessageShape Request { get; }

    public MessageShape Response { get; }

    /// <summary>The field that takes X-Request-ID; null for a method that changes nothing.</summary>
    public FieldDescriptor? RequestId { get; }

    /// <summary>The field that takes If-Match.</summary>
    public FieldDescriptor? Etag { get; }

    public bool EtagRequired { get; }

    public FieldDescriptor? UpdateMask { get; }

    /// <summary>Of a streamed request: the field that takes the number of the line, from 1.</summary>
    public FieldDescriptor? Line { get; }

    /// <summary>Of a streamed request: the field that takes the faults of a line that cannot be read. Null where such a line ends the call.</summary>
    public FieldDescriptor? LineFaults { get; }

    /// <summary>The way to the response's etag: a field of its own, or of its only resource.</summary>
    public IReadOnlyList<FieldDescriptor> ResponseEtag { get; }

    /// <summary>The etag of the response, empty if it has none.</summary>
    public string EtagOf(IMessage response)
    {
        object? value = ResponseEtag.Count == 0 ? null : response;
        foreach (var field in ResponseEtag)
            value = value is IMessage message ? field.Accessor.GetValue(message) : null;
        return value as string ?? "";
    }

    private static IReadOnlyList<FieldDescriptor> FindResponseEtag(MessageDescriptor response)
    {
        if (response.FindFieldByName("etag") is { } own)
            return [own];
        var resources = response.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && !field.IsRepeated).ToArray();
        return resources.Length == 1 && resources[0].MessageType.FindFieldByName("etag") is { } nested ? [resources[0], nested] : [];
    }

    /// <summary>Builds every shape below this one, so that what cannot be mapped is known at start.</summary>
    private static void CheckMappable(MessageShape shape, HashSet<MessageDescriptor> visited)
    {
        if (!visited.Add(shape.Descriptor))
            return;
        foreach (var field in shape.Fields)
        {
            if (field.Descriptor.FieldType == FieldType.Message && field.Descriptor.MessageType.File.Package != "google.protobuf")
                CheckMappable(MessageShape.Of(field.Descriptor.MessageType), visited);
        }
    }
}
