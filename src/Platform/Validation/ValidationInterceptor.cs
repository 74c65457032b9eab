using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Validation;

/// <summary>Holds every request against its proto, after the caller was let in and before the slice sees it.</summary>
internal sealed class ValidationInterceptor(MethodTable methods) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Require(request, context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Require(request, context);
        return continuation(request, responseStream, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(Checked(requestStream, context), context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(Checked(requestStream, context), responseStream, context);

    // What is no method of the contract, such as reflection, is not ours to check.
    private IAsyncStreamReader<TRequest> Checked<TRequest>(IAsyncStreamReader<TRequest> messages, ServerCallContext context) =>
        methods.Find(context.Method) is { } method
            ? new CheckedStream<TRequest>(messages, method, context.RequestHeaders.GetValue(RequestHeaders.RequestId))
            : messages;

    private void Require<TRequest>(TRequest request, ServerCallContext context)
    {
        if (methods.Find(context.Method) is not { } method || request is not IMessage message)
            return;
        if (message.CalculateSize() > method.MaxRequestBytes)
            throw Refusal.TooMuch("REQUEST_TOO_LARGE", $"A request of this method has at most {method.MaxRequestBytes} bytes.");
        RequestIds.Settle(message, context.RequestHeaders.GetValue(RequestHeaders.RequestId));
        MessageValidator.Require(message);
    }
}
