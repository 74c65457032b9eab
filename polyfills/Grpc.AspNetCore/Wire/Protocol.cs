using System.Collections.Frozen;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Names of gRPC over HTTP/2, and the few rules that both sides share.</summary>
internal static class Protocol
{
    public const string ContentType = "application/grpc";
    public const string StatusHeader = "grpc-status";
    public const string MessageHeader = "grpc-message";
    public const string TimeoutHeader = "grpc-timeout";
    public const string EncodingHeader = "grpc-encoding";
    public const string AcceptEncodingHeader = "grpc-accept-encoding";
    public const string Identity = "identity";

    /// <summary>Metadata of this key does not travel: it says how the messages of the call are compressed.</summary>
    public const string EncodingRequestKey = "grpc-internal-encoding-request";

    /// <summary>Compressed flag and length stand before each message.</summary>
    public const int FrameHeaderSize = 5;

    /// <summary>What either side accepts unless told otherwise, in bytes.</summary>
    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    public const int Http2Cancel = 8;

    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        StatusHeader, MessageHeader, TimeoutHeader, EncodingHeader, AcceptEncodingHeader,
        "content-type", "content-encoding", "accept-encoding", "te", "host");

    // Numbers are formatted once: every call sends one.
    private static readonly string[] Codes = [.. Enumerable.Range(0, 17).Select(code => code.ToString())];

    public static string Format(StatusCode code) => (uint)code < (uint)Codes.Length ? Codes[(int)code] : ((int)code).ToString();

    /// <summary><c>application/grpc</c>, also with a suffix (<c>+proto</c>) or parameters, but not <c>application/grpc-web</c>.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');

    /// <summary>Is this header part of the protocol, so that no handler or caller sees it as metadata?</summary>
    public static bool IsReserved(string name) => name.StartsWith(':') || Reserved.Contains(name);
}
