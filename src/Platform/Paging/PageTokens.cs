using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Paging;

/// <summary>
/// Page tokens: where a list goes on, signed, and good only for the same list of the same programme. They grant nothing:
/// the next page is read with the rights of who asks for it.
/// </summary>
public sealed class PageTokens(IOptions<PagingSettings> settings)
{
    private const int IdLength = 16;
    private const int SignatureLength = 16;
    private readonly byte[] _key = Encoding.UTF8.GetBytes(settings.Value.Key);

    internal string Sign(Guid after, string programme, string filter)
    {
        Span<byte> token = stackalloc byte[IdLength + SignatureLength];
        after.TryWriteBytes(token, bigEndian: true, out _);
        Signature(token[..IdLength], programme, filter).AsSpan(0, SignatureLength).CopyTo(token[IdLength..]);
        return Base64Url.EncodeToString(token);
    }

    internal Guid Read(string token, string programme, string filter)
    {
        Span<byte> bytes = stackalloc byte[IdLength + SignatureLength];
        var isToken = token.Length == Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.TryDecodeFromChars(token, bytes, out var length)
            && length == bytes.Length
            && CryptographicOperations.FixedTimeEquals(bytes[IdLength..], Signature(bytes[..IdLength], programme, filter).AsSpan(0, SignatureLength));
        return isToken
            ? new Guid(bytes[..IdLength], bigEndian: true)
            : throw Refusal.Invalid(new Violation("page_token", "PAGE_TOKEN", "A page token is the next_page_token of the same list with the same filter."));
    }

    private byte[] Signature(ReadOnlySpan<byte> id, string programme, string filter)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(id);
        hash.AppendData(Encoding.UTF8.GetBytes($"{programme}\n{filter}"));
        return hash.GetHashAndReset();
    }
}
