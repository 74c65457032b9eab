using System.IO.Compression;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>The settings of one service over those of all, settled once when it is mapped.</summary>
internal sealed class MethodSettings
{
    public MethodSettings(GrpcServiceOptions all, GrpcServiceOptions service)
    {
        MaxReceiveMessageSize = service.MaxReceiveMessageSizeSpecified ? service.MaxReceiveMessageSize : all.MaxReceiveMessageSize;
        MaxSendMessageSize = service.MaxSendMessageSizeSpecified ? service.MaxSendMessageSize : all.MaxSendMessageSize;
        DetailedErrors = service.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false;
        Interceptors = [.. all.Interceptors, .. service.Interceptors];
        List<ICompressionProvider> own = [.. service.CompressionProviders, .. all.CompressionProviders];
        Encodings = own.Count == 0 ? Encodings.Default : new Encodings(own);
        var algorithm = service.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        ResponseCompressionLevel = service.ResponseCompressionLevel ?? all.ResponseCompressionLevel;
        ResponseCompression = Encodings.Find(algorithm);
        if (algorithm is not (null or Protocol.Identity) && ResponseCompression is null)
            throw new InvalidOperationException($"The configured response compression algorithm '{algorithm}' does not have a matching compression provider.");
    }

    public int? MaxReceiveMessageSize { get; }

    public int? MaxSendMessageSize { get; }

    public bool DetailedErrors { get; }

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    public Encodings Encodings { get; }

    public ICompressionProvider? ResponseCompression { get; }

    public CompressionLevel? ResponseCompressionLevel { get; }
}
