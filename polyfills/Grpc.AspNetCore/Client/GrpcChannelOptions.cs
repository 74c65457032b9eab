using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Settings of a channel. Sizes in bytes, null means no limit.</summary>
public sealed class GrpcChannelOptions
{
    public int? MaxSendMessageSize { get; set; }

    public int? MaxReceiveMessageSize { get; set; } = Protocol.DefaultMaxReceiveMessageSize;

    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    public HttpClient? HttpClient { get; set; }

    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Disposes of the given client or handler together with the channel.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Sends call credentials over clear text too: for networks that are trusted on other grounds.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
