using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Platform.Validation;
using Violation = PersonalBudgets.Gateway.Json.Violation;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>A REST request read into the method's message: body, path, query string and headers, with all of their faults.</summary>
public sealed class RestRequest
{
    private readonly RestRoute _route;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<Violation> _violations = [];

    private RestRequest(RestRoute route, ReadOnlyMemory<byte> body)
    {
        _route = route;
        _body = body;
        Message = route.Method.Request.New();
    }

    public IMessage Message { get; }

    /// <summary>Why the request cannot go on; null if it can.</summary>
    public Refused? Refused { get; private set; }

    /// <summary>The request id as the service gets it; null for a method that changes nothing.</summary>
    public string? RequestId { get; private set; }

    public bool EtagSent { get; private set; }

    public static RestRequest Read(HttpRequest http, RestRoute route, IReadOnlyList<string> values, ReadOnlyMemory<byte> body)
    {
        var request = new RestRequest(route, body);
        request.ReadBody(http);
        request.ReadHead(http, values);
        if (request._violations.Count > 0)
            request.Refused = Refused.Invalid([.. request._violations, .. request.FaultsOfTheRules()]);
        else if (route.Method.EtagRequired && !request.EtagSent)
            request.Refused = new Refused(StatusCode.FailedPrecondition, "ETAG_REQUIRED", "This change needs the etag of the resource as it was read, in If-Match.");
        return request;
    }

    /// <summary>Why a stream of lines cannot begin: what is wrong beside its lines. Null if it can.</summary>
    public static Refused? RefuseHead(HttpRequest http, RestRoute route, IReadOnlyList<string> values)
    {
        var request = new RestRequest(route, default);
        request.ReadHead(http, values);
        return request._violations.Count > 0 ? Refused.Invalid(request._violations) : null;
    }

    /// <summary>
    /// Reads one line of a streamed body into a message of its own, with all of its faults, those of the contract's rules too: only here is it
    /// known where in the line they are. An empty line gives the message that path, query string and headers make.
    /// </summary>
    public static (IMessage Message, IReadOnlyList<Violation> Faults) ReadLine(
        HttpRequest http, RestRoute route, IReadOnlyList<string> values, ReadOnlyMemory<byte> line)
    {
        var request = new RestRequest(route, line);
        request.ReadBody(http);
        request.ReadHead(http, values);
        if (!line.IsEmpty)
            request._violations.AddRange(request.FaultsOfTheRules());
        return (request.Message, request._violations);
    }

    private void ReadHead(HttpRequest http, IReadOnlyList<string> values)
    {
        ReadPath(values);
        ReadQuery(http.Query);
        ReadRequestId(http);
        ReadEtag(http);
    }

    private void ReadBody(HttpRequest http)
    {
        var body = _body.Span;
        // No body stands for one without members: a verb such as :submit may need none.
        if (_route.Body is null || body.IsEmpty)
            return;

        var faults = new JsonFaults(_route.BodyField?.Name ?? "");
        var target = Message;
        if (_route.BodyField is { } field)
            field.Accessor.SetValue(Message, target = _route.Body.New());
        JsonMessages.Read(body, _route.Body, target, faults);
        _violations.AddRange(faults.Violations);

        if (faults.Violations.Count == 0 && HttpMethods.IsPatch(http.Method) && _route.BodyField is not null && _route.Method.UpdateMask is { } mask)
            mask.Accessor.SetValue(Message, new FieldMask { Paths = { JsonMembers.Changeable(body, _route.Body) } });
    }

    private void ReadPath(IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var variable = _route.Variables[i];
            var inBody = variable.TextIn(Message);
            if (inBody.Length > 0 && inBody != values[i])
                Add(PointerTo(variable.Text), variable.Text, Faults.Contradiction, "The body and the path name different values.");
            else if (!variable.TrySet(Message, values[i], out var fault))
                Add(null, variable.Text, fault.Reason, fault.Detail);
        }
    }

    private void ReadQuery(IQueryCollection query)
    {
        var maskGiven = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, values) in query)
        {
            if (_route.QueryParameter(name) is not { } parameter)
            {
                Add(null, name, Faults.UnknownParameter, "This route has no such parameter.");
                continue;
            }

            // Both spellings of a name are the same parameter.
            if ((!seen.Add(parameter.Text) || values.Count > 1) && !parameter.Field.Descriptor.IsRepeated)
                Add(null, parameter.Text, Faults.DuplicateParameter, "This parameter stands here more than once.");
            // A mask that the caller gives takes the place of the one that the body's members imply.
            maskGiven |= parameter.Field.Descriptor == _route.Method.UpdateMask;
            foreach (var value in values)
            {
                if (!parameter.TrySet(Message, value!, out var fault))
                    Add(null, parameter.Text, fault.Reason, fault.Detail);
            }
        }

        if (maskGiven && _violations.Count == 0 && _route.Method.UpdateMask!.Accessor.GetValue(Message) is FieldMask { Paths.Count: 0 })
            Add(null, _route.Method.UpdateMask.Name, Faults.BadFieldMask, "Leave the mask out to change the members that the body has.");
    }

    private void ReadRequestId(HttpRequest http)
    {
        string? header = http.Headers[Platform.Requests.RequestHeaders.RequestId];
        if (!string.IsNullOrEmpty(header) && !Rest.RequestId.IsUuid(header))
            Add(null, "request_id", Faults.NotUuid, "X-Request-ID is a UUID.");
        if (_route.Method.RequestId is not { } field)
            return;

        var inMessage = (string)field.Accessor.GetValue(Message);
        if (inMessage.Length == 0 && string.IsNullOrEmpty(header))
            Add(null, field.Name, Faults.Required, "A change needs a request id: a UUID in X-Request-ID, the same again when it is repeated.");
        else if (inMessage.Length == 0)
            field.Accessor.SetValue(Message, inMessage = header!.ToLowerInvariant());
        else if (!string.IsNullOrEmpty(header) && !inMessage.Equals(header, StringComparison.OrdinalIgnoreCase))
            Add(PointerTo(field.Name), field.Name, Faults.Contradiction, "The request id and X-Request-ID are different.");
        RequestId = inMessage;
    }

    private void ReadEtag(HttpRequest http)
    {
        string? header = http.Headers.IfMatch;
        if (_route.Method.Etag is not { } field)
        {
            if (!string.IsNullOrEmpty(header) && _route.Method.RequestId is not null)
                Add(null, "if-match", Faults.BadHeader, "This change takes no If-Match: it knows no versions.");
            return;
        }

        var inMessage = (string)field.Accessor.GetValue(Message);
        EtagSent = inMessage.Length > 0 || !string.IsNullOrEmpty(header);
        if (string.IsNullOrEmpty(header))
            return;
        if (!EntityTags.TryRead(header, out var version))
            Add(null, "if-match", Faults.BadHeader, "If-Match is one entity tag as an answer gave it, such as W/\"3\".");
        else if (inMessage.Length > 0 && inMessage != version)
            Add(PointerTo(field.Name), field.Name, Faults.Contradiction, "The etag and If-Match are different.");
        else
            field.Accessor.SetValue(Message, version);
    }

    /// <summary>
    /// The faults that the service would find by the contract's own rules: a caller that has to mend the body learns of them now,
    /// not one call later. Not asked where there is no body to hold against them.
    /// </summary>
    private Violation[] FaultsOfTheRules()
    {
        if (_violations.Any(violation => violation.Pointer is ""))
            return [];
        return MessageValidator.Check(Message)
            .Where(fault => !_violations.Any(violation => Covers(violation.Field, fault.FieldPath)))
            .Select(fault => new Violation(PointerTo(fault.FieldPath), fault.FieldPath, fault.Reason, fault.Text))
            .ToArray();
    }

    private static bool Covers(string faulty, string path) =>
        path.StartsWith(faulty, StringComparison.Ordinal) && (path.Length == faulty.Length || path[faulty.Length] is '.' or '[');

    private string? PointerTo(string field) => Pointers.Of(_route, field, _body.Span);

    private void Add(string? pointer, string field, string reason, string detail) => _violations.Add(new Violation(pointer, field, reason, detail));
}
