using Google.Api;
using Google.Protobuf.Reflection;
using PersonalBudgets.Gateway.Json;
using Endpoint = Microsoft.AspNetCore.Http.Endpoint;

namespace PersonalBudgets.Gateway.Routes;

/// <summary>One REST route of a method: what of the request stands in the path, in the body and in the query string.</summary>
public sealed class RestRoute
{
    public RestRoute(PublishedMethod method, HttpRule rule)
    {
        Method = method;
        (HttpMethod, var path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            _ => throw Refuse("names no HTTP method that the gateway maps"),
        };
        Template = PathTemplate.Parse(path) ?? throw Refuse($"has the path {path}: literals, {{variables}} of one segment and a :verb are what is mapped");
        if (rule.ResponseBody.Length > 0)
            throw Refuse("answers with a part of its response");

        Variables = [.. Template.Segments.Where(segment => segment.IsVariable).Select(segment => Variable(segment.Text))];
        BodyIsRequest = rule.Body == "*";
        if (rule.Body.Length > 0 && !BodyIsRequest)
            BodyField = method.Descriptor.InputType.FindFieldByName(rule.Body) is { FieldType: FieldType.Message, IsRepeated: false } field
                ? field
                : throw Refuse($"has no message field {rule.Body} for its body");
        Body = BodyIsRequest ? method.Request : BodyField is null ? null : MessageShape.Of(BodyField.MessageType);
        if (method.StreamsIn && Body is null)
            throw Refuse("takes a stream and has no body for its lines");
        Endpoint = RouteEndpoint.Of(Template.Text);
    }

    public PublishedMethod Method { get; }

    public string HttpMethod { get; }

    public PathTemplate Template { get; }

    /// <summary>The fields that the path's variables set, in their order.</summary>
    public IReadOnlyList<FieldPath> Variables { get; }

    /// <summary>The body is the whole request.</summary>
    public bool BodyIsRequest { get; }

    /// <summary>The field of the request that the body is; null if the body is the whole request, or there is none.</summary>
    public FieldDescriptor? BodyField { get; }

    /// <summary>The message that the body, or each line of a streamed body, is; null if the route takes no body.</summary>
    public MessageShape? Body { get; }

    /// <summary>The route of the resource that this one creates, which gives the answer its Location.</summary>
    public RestRoute? Created { get; internal set; }

    /// <summary>What ASP.NET Core's telemetry calls the route by: the template, never the path.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The field that a parameter of the query string sets: one that stands neither in the path nor in the body.</summary>
    public FieldPath? QueryParameter(string name)
    {
        if (BodyIsRequest || FieldPath.Find(Method.Request, name) is not { } path)
            return null;
        // The door numbers the lines of a stream.
        return path.First == BodyField || path.First == Method.Line || Variables.Any(variable => variable.Text == path.Text) ? null : path;
    }

    private FieldPath Variable(string name) =>
        FieldPath.Find(Method.Request, name) is { Field.Descriptor.IsRepeated: false } path ? path : throw Refuse($"has no single field for {{{name}}}");

    private NotSupportedException Refuse(string why) => new($"{Method.Path} {why}.");
}
