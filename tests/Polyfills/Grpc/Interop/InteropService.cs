using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace PersonalBudgets.Polyfills.Tests.Grpc.Interop;

/// <summary>The C# server of the published interop cases.</summary>
public sealed class InteropService : TestService.TestServiceBase
{
    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        // The official package packs nothing into no gzip stream at all, at which Node's stumbles.
        context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        return Task.FromResult(new Empty());
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await ReturnMetadataAsync(context, compressed: request.ResponseCompressed is { Value: true });
        SetStatus(context, request.ResponseStatus);
        CheckCompression(context, request.ExpectCompressed);
        context.WriteOptions = OptionsFor(request.ResponseCompressed);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await ReturnMetadataAsync(context, compressed: request.ResponseParameters.Any(one => one.Compressed is { Value: true }));
        SetStatus(context, request.ResponseStatus);
        await AnswerAsync(request, responseStream);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await ReturnMetadataAsync(context);
        var answer = new StreamingInputCallResponse();
        await foreach (var request in requestStream.ReadAllAsync())
        {
            CheckCompression(context, request.ExpectCompressed);
            answer.AggregatedPayloadSize += request.Payload.Body.Length;
        }

        return answer;
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await ReturnMetadataAsync(context);
        await foreach (var request in requestStream.ReadAllAsync())
        {
            SetStatus(context, request.ResponseStatus);
            await AnswerAsync(request, responseStream);
        }
    }

    private static async Task AnswerAsync(StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses)
    {
        foreach (var wanted in request.ResponseParameters)
        {
            responses.WriteOptions = OptionsFor(wanted.Compressed);
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) });
        }
    }

    private static async Task ReturnMetadataAsync(ServerCallContext context, bool compressed = false)
    {
        var headers = new Metadata();
        if (context.RequestHeaders.Get("x-grpc-test-echo-initial") is { } initial)
            headers.Add(initial);
        // Of this key the server makes the encoding of one call's messages.
        if (compressed)
            headers.Add("grpc-internal-encoding-request", "gzip");
        if (context.RequestHeaders.Get("x-grpc-test-echo-trailing-bin") is { } trailing)
            context.ResponseTrailers.Add(trailing);
        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }

    private static void SetStatus(ServerCallContext context, EchoStatus? wanted)
    {
        if (wanted is not null)
            context.Status = new Status((StatusCode)wanted.Code, wanted.Message);
    }

    private static void CheckCompression(ServerCallContext context, BoolValue? expected)
    {
        if (expected is { Value: true } && context.GetHttpContext().Request.Headers["grpc-encoding"].ToString() is "" or "identity")
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The request is not packed."));
    }

    private static WriteOptions? OptionsFor(BoolValue? compressed) => compressed is { Value: false } ? new WriteOptions(WriteFlags.NoCompress) : null;

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
