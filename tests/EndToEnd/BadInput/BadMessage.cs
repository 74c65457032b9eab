using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Contracts;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>A call of a method over gRPC that is right but for what a test changes.</summary>
internal sealed class BadMessage
{
    private const string SomeId = "01980000-0000-7000-8000-000000000001";
    private const string DetailsTrailer = "grpc-status-details-bin";

    public BadMessage(MethodDescriptor method)
    {
        Method = method;
        Request = ValidRequest(method);
    }

    public MethodDescriptor Method { get; }

    /// <summary>Null for a call without one.</summary>
    public string? Token { get; init; }

    /// <summary>What is sent: every field that a caller gives, kept to the contract's rules.</summary>
    public IMessage Request { get; init; }

    /// <summary>Bytes that are sent behind the request, in its message.</summary>
    public byte[] More { get; init; } = [];

    public void Set(string field, object value) => Method.InputType.FindFieldByName(field).Accessor.SetValue(Request, value);

    public async Task<GrpcAnswer> SendAsync(GrpcChannel channel)
    {
        var method = new Method<IMessage, IMessage>(
            MethodType.Unary, Method.Service.FullName, Method.Name,
            Marshallers.Create<IMessage>(message => [.. message.ToByteArray(), .. More], bytes => Method.InputType.Parser.ParseFrom(bytes)),
            Marshallers.Create<IMessage>(message => message.ToByteArray(), bytes => Method.OutputType.Parser.ParseFrom(bytes)));
        var headers = new Metadata();
        if (Token is not null)
            headers.Add("authorization", $"Bearer {Token}");
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers, DateTime.UtcNow.AddSeconds(20)), Request);
        try
        {
            var response = await call.ResponseAsync;
            return new GrpcAnswer(StatusCode.OK, null, response, call.GetTrailers());
        }
        catch (RpcException failure)
        {
            var details = failure.Trailers.FirstOrDefault(entry => entry.Key == DetailsTrailer);
            return new GrpcAnswer(failure.StatusCode, details is null ? null : Google.Rpc.Status.Parser.ParseFrom(details.ValueBytes), null, failure.Trailers);
        }
    }

    private static IMessage ValidRequest(MethodDescriptor method)
    {
        var route = Route.Of(method);
        var body = ValidBody.Of(method, route);
        var json = route.Body is "" or "*" ? body ?? [] : new JsonObject { [method.InputType.FindFieldByName(route.Body).JsonName] = body };
        var request = JsonParser.Default.Parse(json.ToJsonString(), method.InputType);
        foreach (var field in route.Variables.Select(method.InputType.FindFieldByName))
            field.Accessor.SetValue(request, ValidBody.Format(field) == FieldFormat.Code ? "X07" : SomeId);
        if (method.IsMutation())
            method.InputType.FindFieldByName("request_id").Accessor.SetValue(request, Guid.NewGuid().ToString());
        method.InputType.FindFieldByName("etag")?.Accessor.SetValue(request, "1");
        return request;
    }
}

/// <summary>What a bad message was answered.</summary>
internal sealed record GrpcAnswer(StatusCode Code, Google.Rpc.Status? Details, IMessage? Response, Metadata Trailers)
{
    // What is published as reason is called Type by the C# types of Google.Api.CommonProtos 2.
    public string Reason => Find<ErrorInfo>()?.Type ?? "";

    public IReadOnlyList<string> Fields => [.. Find<BadRequest>()?.FieldViolations.Select(violation => violation.Field) ?? []];

    /// <summary>Asserts a status with details that say the same.</summary>
    public void Is(StatusCode code, string reason)
    {
        Assert.True((code, reason) == (Code, Reason), $"expected {code} {reason}, got {this}");
        Assert.Equal((int)code, Details!.Code);
        Assert.StartsWith("budgets.", Find<ErrorInfo>()!.Domain, StringComparison.Ordinal);
        Assert.Equal(Details.Details.Count, Details.Details.Select(detail => detail.TypeUrl).Distinct().Count());
    }

    public override string ToString() => $"{Code} {Reason} [{string.Join(", ", Fields)}] {Details?.Message}";

    private T? Find<T>() where T : class, IMessage, new() =>
        Details?.Details.Select(detail => detail.TryUnpack<T>(out var found) ? found : null).FirstOrDefault(found => found is not null);
}
