using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Net.Compression;

/// <summary>One way to make messages smaller, named as in <c>grpc-encoding</c>.</summary>
public interface ICompressionProvider
{
    string EncodingName { get; }

    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    Stream CreateDecompressionStream(Stream stream);
}

/// <summary><c>gzip</c>.</summary>
public sealed class GzipCompressionProvider : ICompressionProvider
{
    private readonly CompressionLevel _level;

    public GzipCompressionProvider(CompressionLevel defaultCompressionLevel) => _level = defaultCompressionLevel;

    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? _level, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) => new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
}

/// <summary><c>deflate</c>, which is zlib's format.</summary>
public sealed class DeflateCompressionProvider : ICompressionProvider
{
    private readonly CompressionLevel _level;

    public DeflateCompressionProvider(CompressionLevel defaultCompressionLevel) => _level = defaultCompressionLevel;

    public string EncodingName => "deflate";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new ZLibStream(stream, compressionLevel ?? _level, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) => new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
}

/// <summary>The encodings that one side knows.</summary>
internal sealed class Encodings
{
    public static readonly Encodings Default = new([new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)]);

    private readonly List<ICompressionProvider> _providers;

    public Encodings(IEnumerable<ICompressionProvider> providers)
    {
        _providers = [.. providers];
        Accepted = string.Join(',', _providers.Select(p => p.EncodingName).Prepend(Wire.Protocol.Identity));
    }

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string Accepted { get; }

    public ICompressionProvider? Find(string? name) => name is null ? null : _providers.Find(p => p.EncodingName == name);

    /// <summary>Stops at the limit, so that a small message cannot grow without bound.</summary>
    public static ReadOnlySequence<byte> Decompress(ICompressionProvider provider, in ReadOnlySequence<byte> compressed, int? maxSize)
    {
        var plain = new ArrayBufferWriter<byte>();
        using var source = new MemoryStream(compressed.ToArray());
        using var stream = provider.CreateDecompressionStream(source);
        while (stream.Read(plain.GetSpan(4096)) is var read && read > 0)
        {
            plain.Advance(read);
            if (plain.WrittenCount > maxSize)
                throw new RpcException(Wire.MessageReader.TooLarge);
        }

        return new ReadOnlySequence<byte>(plain.WrittenMemory);
    }

    public static byte[] Compress(ICompressionProvider provider, ReadOnlySpan<byte> plain, CompressionLevel? level)
    {
        var compressed = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(compressed, level))
            stream.Write(plain);
        return compressed.ToArray();
    }
}
