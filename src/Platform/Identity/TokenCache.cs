using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace PersonalBudgets.Platform.Identity;

/// <summary>Tokens that were found good, for at most 60 seconds: a signature costs more than all other checks of a request together.</summary>
public sealed class TokenCache(TimeProvider time)
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // By digest: a dump of this memory is no list of tokens.
    private readonly ConcurrentDictionary<UInt128, (Caller Caller, DateTimeOffset Until)> _entries = new();

    internal Caller? Find(string token) =>
        _entries.TryGetValue(Digest(token), out var entry) && time.GetUtcNow() < entry.Until ? entry.Caller : null;

    internal void Add(string token, TokenClaims claims)
    {
        var now = time.GetUtcNow();
        if (_entries.Count >= Capacity)
            MakeRoom(now);
        var until = now + Longest;
        _entries[Digest(token)] = (claims.Caller, claims.Expires < until ? claims.Expires : until);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (digest, entry) in _entries)
        {
            if (entry.Until <= now)
                _entries.TryRemove(digest, out _);
        }

        if (_entries.Count >= Capacity)
            _entries.Clear();
    }

    // Half of a SHA-256 still leaves no way to make a second token of the same digest.
    private static UInt128 Digest(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(token), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
