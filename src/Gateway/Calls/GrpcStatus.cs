using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>The status of a call, as its headers say it.</summary>
public static class GrpcStatus
{
    public const string Header = "grpc-status";
    public const string MessageHeader = "grpc-message";
    public const string DetailsHeader = "grpc-status-details-bin";

    /// <summary>The status among trailers, or among the headers of an answer without a body; null if there is none.</summary>
    public static StatusCode? Of(HttpResponseMessage response) => Parse(Value(response, Header));

    /// <summary>The status of an answer that is no more than its headers; null where messages or trailers may follow.</summary>
    public static StatusCode? OfHeaders(HttpResponseMessage response) => Parse(First(response.Headers, Header));

    /// <summary>The status in words; null if there are none.</summary>
    public static string? Message(HttpResponseMessage response) =>
        Value(response, MessageHeader) is { Length: > 0 } text ? Uri.UnescapeDataString(text) : null;

    /// <summary>A value among trailers or headers; null if it is in neither.</summary>
    public static string? Value(HttpResponseMessage response, string name) =>
        First(response.TrailingHeaders, name) ?? First(response.Headers, name);

    /// <summary>What gRPC makes of an HTTP status other than 200.</summary>
    public static StatusCode Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>The bytes of a <c>-bin</c> header, which may come without its padding.</summary>
    public static byte[] Binary(string? text)
    {
        if (text is null)
            return [];
        var bytes = new byte[text.Length];
        var padded = text.Length % 4 == 0 ? text : text.PadRight(text.Length + 4 - (text.Length % 4), '=');
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : [];
    }

    /// <summary>A message as the header has it: ASCII without controls and %, the rest of UTF-8 as %XX.</summary>
    public static string Encode(string message)
    {
        var text = new StringBuilder(message.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(message))
        {
            if (letter is >= 0x20 and <= 0x7E and not (byte)'%')
                text.Append((char)letter);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{letter:X2}");
        }

        return text.ToString();
    }

    private static StatusCode? Parse(string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Enum.IsDefined((StatusCode)code) ? (StatusCode)code
        : StatusCode.Unknown;

    private static string? First(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
