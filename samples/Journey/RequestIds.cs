using System.Security.Cryptography;
using System.Text;

namespace PersonalBudgets.Journey;

/// <summary>
/// Ids that are the same in every run: a journey played twice on kept data repeats its requests, and the API answers
/// the second time as it did the first.
/// </summary>
public static class RequestIds
{
    /// <summary>A UUID (version 8, RFC 9562) made of a name.</summary>
    public static string Of(params string[] name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', name)))[..16];
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }
}
