using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A call with its messages: what is sent, and what is read until the status.</summary>
internal sealed class ClientCall<TRequest, TResponse>(GrpcChannel channel, Method<TRequest, TResponse> method, in CallOptions options)
    : ClientCall(channel, method, options)
    where TRequest : class
    where TResponse : class
{
    private MessageReader? _reader;

    public void Start(TRequest request) => Send(new MessageContent<TRequest>(this, request, method.RequestMarshaller));

    public IClientStreamWriter<TRequest> StartStream()
    {
        var content = new StreamContent<TRequest>(this, method.RequestMarshaller);
        Send(content);
        return content;
    }

    /// <summary>The one answer of a call whose server does not stream.</summary>
    public async Task<TResponse> ReadOnlyAsync()
    {
        try
        {
            var message = await ReadAsync();
            if (message is not null)
                await _reader!.EndAsync(CancellationToken);
            var (status, trailers) = await ReadStatusAsync();
            if (status.StatusCode == StatusCode.OK && message is null)
                status = new Status(StatusCode.Internal, "The call ended well but without a response message.");
            var end = End(status, trailers);
            return end.StatusCode == StatusCode.OK ? message! : throw end;
        }
        catch (Exception failure)
        {
            throw End(failure);
        }
        finally
        {
            _reader?.Complete();
        }
    }

    /// <summary>The next message of the server's stream, or null at its good end.</summary>
    public async Task<TResponse?> ReadNextAsync()
    {
        try
        {
            if (await ReadAsync() is { } message)
                return message;
            var (status, trailers) = await ReadStatusAsync();
            var end = End(status, trailers);
            _reader!.Complete();
            return end.StatusCode == StatusCode.OK ? null : throw end;
        }
        catch (Exception failure)
        {
            _reader?.Complete();
            throw End(failure);
        }
    }

    private async ValueTask<TResponse?> ReadAsync()
    {
        if (_reader is null)
        {
            var response = await Response;
            var body = PipeReader.Create(await response.Content.ReadAsStreamAsync(CancellationToken));
            _reader = new MessageReader(body, Channel.Options.MaxReceiveMessageSize, Channel.Encodings, ResponseHead.Encoding(response));
        }

        return await _reader.ReadAsync(method.ResponseMarshaller.ContextualDeserializer, CancellationToken);
    }

    private async ValueTask<(Status Status, Metadata Trailers)> ReadStatusAsync()
    {
        var response = await Response;
        return ResponseHead.ReadStatus(response.TrailingHeaders) ?? ResponseHead.ReadStatus(response.Headers)
            ?? (new Status(StatusCode.Unknown, "No grpc-status found on response."), []);
    }
}

internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;
    private bool _ended;

    public TResponse Current => _current ?? throw new InvalidOperationException("No current element is available.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (_ended)
            return false;
        using var cancelled = cancellationToken.UnsafeRegister(
            static call => ((ClientCall)call!).Cancel(new Status(StatusCode.Cancelled, "Call canceled by the client.")), call);
        _current = await call.ReadNextAsync();
        _ended = _current is null;
        return !_ended;
    }
}
