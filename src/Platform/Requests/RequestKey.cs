using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;

namespace PersonalBudgets.Platform.Requests;

/// <summary>What makes a repeat of a request the same request: its sender, method and request id; and what makes it the same body.</summary>
internal sealed record RequestKey(string Subject, string Method, string RequestId, byte[] Hash)
{
    public const string FieldName = "request_id";

    public static RequestKey Of<TRequest>(TRequest request, ServerCallContext context) where TRequest : IMessage<TRequest>
    {
        var field = request.Descriptor.FindFieldByName(FieldName)
            ?? throw new InvalidOperationException($"{request.Descriptor.FullName} has no {FieldName}: a mutation without one cannot be repeated safely.");
        var requestId = (string)field.Accessor.GetValue(request);

        // The parsed message, not its bytes: clients may order fields as they like. Messages have no map fields, so this form is one and the same.
        var body = request.Clone();
        field.Accessor.Clear(body);
        return new RequestKey(context.Caller().Subject, context.Method, requestId, SHA256.HashData(body.ToByteArray()));
    }
}
