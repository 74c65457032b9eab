using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The headers of a request.</summary>
internal static class RequestHead
{
    public static void Write(HttpRequestMessage request, ClientCall call)
    {
        var headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", "grpc-dotnet/2 (polyfill)");
        headers.TryAddWithoutValidation(Protocol.AcceptEncodingHeader, call.Channel.Encodings.Accepted);
        if (Encoding(call.Options) is { } encoding)
            headers.TryAddWithoutValidation(Protocol.EncodingHeader, encoding);
        if (call.Options.Headers is { } metadata)
            Add(request, metadata);
    }

    public static void Add(HttpRequestMessage request, Metadata metadata)
    {
        for (var i = 0; i < metadata.Count; i++)
            if (metadata[i].Key != Protocol.EncodingRequestKey)
                request.Headers.TryAddWithoutValidation(metadata[i].Key, Headers.Text(metadata[i]));
    }

    public static string? Encoding(in CallOptions options) => options.Headers?.GetValue(Protocol.EncodingRequestKey);
}

/// <summary>Adds what the credentials of a call say to its request.</summary>
internal sealed class CallCredentialsHeaders : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    public static async Task AddAsync(HttpRequestMessage request, CallCredentials credentials, ClientCall call)
    {
        var address = call.Channel.Address;
        if (address.Scheme != Uri.UriSchemeHttps && !call.Channel.Options.UnsafeUseInsecureChannelCallCredentials)
            return;
        var found = new CallCredentialsHeaders();
        credentials.InternalPopulateConfiguration(found, null);
        var context = new AuthInterceptorContext(new Uri(address, call.GrpcMethod.ServiceName).AbsoluteUri, call.GrpcMethod.Name, call.CancellationToken);
        foreach (var interceptor in found._interceptors)
        {
            var metadata = new Metadata();
            await interceptor(context, metadata);
            RequestHead.Add(request, metadata);
        }
    }

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var one in credentials)
            one.InternalPopulateConfiguration(this, state);
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => _interceptors.Add(interceptor);
}
