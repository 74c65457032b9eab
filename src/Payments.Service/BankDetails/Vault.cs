using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace PersonalBudgets.Payments.BankDetails;

/// <summary>Something encrypted, and the id of the key that it was encrypted with.</summary>
public sealed record Sealed(byte[] Content, string KeyId);

/// <summary>
/// Encrypts what the database must not show: AES-256-GCM, a random nonce in front, the tag behind, bound to the programme and
/// the row that it is stored in, so that ciphertext moved to another row does not open.
/// </summary>
public sealed class Vault
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly FrozenDictionary<string, byte[]> _keys;
    private readonly string _currentKeyId;
    private readonly byte[] _fingerprintKey;

    /// <summary>Derives the keys; everything is written with the current one.</summary>
    public Vault(IOptions<BankDetailsSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var current = settings.Value.Key;
        _currentKeyId = IdOf(current);
        _keys = settings.Value.PreviousKeys.Append(current).Distinct()
            .ToFrozenDictionary(IdOf, secret => Derive(secret, "encryption", KeyLength), StringComparer.Ordinal);
        _fingerprintKey = Derive(current, "fingerprint", KeyLength);
    }

    /// <summary>Encrypts a row's content.</summary>
    public Sealed Seal(ReadOnlySpan<byte> content, string programme, Guid rowId)
    {
        var box = new byte[NonceLength + content.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(_keys[_currentKeyId], TagLength);
        cipher.Encrypt(
            box.AsSpan(0, NonceLength), content, box.AsSpan(NonceLength, content.Length), box.AsSpan(NonceLength + content.Length),
            Place(programme, rowId));
        return new Sealed(box, _currentKeyId);
    }

    /// <summary>Decrypts a row's content.</summary>
    /// <exception cref="CryptographicException">The key is not configured any more, or this is not what was written to this row.</exception>
    public byte[] Open(Sealed box, string programme, Guid rowId)
    {
        ArgumentNullException.ThrowIfNull(box);
        if (!_keys.TryGetValue(box.KeyId, out var key))
            throw new CryptographicException($"Nothing in BankDetails__PreviousKeys is the key {box.KeyId}.");
        var content = new byte[box.Content.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(
            box.Content.AsSpan(0, NonceLength), box.Content.AsSpan(NonceLength, content.Length), box.Content.AsSpan(NonceLength + content.Length), content,
            Place(programme, rowId));
        return content;
    }

    /// <summary>Encrypts a bank account.</summary>
    public Sealed Seal(BankAccount account, string programme, Guid rowId)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Seal(Encoding.UTF8.GetBytes($"{account.SortCode}{account.Number}{account.Name}"), programme, rowId);
    }

    /// <summary>Decrypts a bank account.</summary>
    public BankAccount OpenAccount(Sealed box, string programme, Guid rowId)
    {
        var text = Encoding.UTF8.GetString(Open(box, programme, rowId));
        return new BankAccount(text[14..], text[..6], text[6..14]);
    }

    /// <summary>A keyed hash by which equal accounts (sort code and number) are known as equal without being read.</summary>
    public byte[] FingerprintOf(BankAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return HMACSHA256.HashData(_fingerprintKey, Encoding.ASCII.GetBytes(account.SortCode + account.Number));
    }

    private static byte[] Place(string programme, Guid rowId) => Encoding.UTF8.GetBytes($"{programme}/{rowId}");

    /// <summary>Names a key without telling it.</summary>
    private static string IdOf(string secret) => Convert.ToHexStringLower(Derive(secret, "id", 4));

    private static byte[] Derive(string secret, string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), length, info: Encoding.UTF8.GetBytes($"bank details {purpose}"));
}
