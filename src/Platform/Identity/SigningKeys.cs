using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Identity;

/// <summary>
/// The issuer's signing keys, fetched at the first token. A key id that is not known makes one fetch in 60 seconds, so that made-up ids cannot
/// make this service flood the issuer; known keys are looked at again every 15 minutes, so that a withdrawn key ends.
/// </summary>
public sealed partial class SigningKeys(IHttpClientFactory clients, IOptions<IdentitySettings> settings, TimeProvider time, ILogger<SigningKeys> log) : IDisposable
{
    /// <summary>The HTTP client that fetches the keys, for a process that has them nearer by.</summary>
    public const string HttpClientName = "identity";
    private const int SmallestRsaKey = 2048;
    private static readonly TimeSpan MissInterval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FailureInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile Snapshot? _keys;
    private DateTimeOffset _nextAttempt = DateTimeOffset.MinValue;

    /// <summary>The key of this id, or null where the issuer has none.</summary>
    /// <exception cref="Refusal">UNAVAILABLE: the issuer does not answer, so nobody can say whether the token is good.</exception>
    public async ValueTask<SecurityKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (_keys is { } known && known.FetchedAt + Lifetime > time.GetUtcNow() && known.ById.TryGetValue(keyId, out var key))
            return key;

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await RefreshAsync(keyId, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<SecurityKey?> RefreshAsync(string keyId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = _keys?.ById.GetValueOrDefault(keyId);
        if (key is not null && _keys!.FetchedAt + Lifetime > now)
            return key;
        if (now < _nextAttempt)
            return _keys is { IsLatest: true } || key is not null ? key : throw Unreachable();

        try
        {
            _keys = await FetchAsync(now, cancellationToken);
            _nextAttempt = now + MissInterval;
            return _keys.ById.GetValueOrDefault(keyId);
        }
        catch (Exception exception) when (exception is HttpRequestException or ArgumentException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(exception.GetType().Name);
            _nextAttempt = now + FailureInterval;
            if (_keys is not null)
                _keys = _keys with { IsLatest = false };
            // A key that was good goes on being good while the issuer is away.
            return key ?? throw Unreachable();
        }
    }

    private async Task<Snapshot> FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        var set = new JsonWebKeySet(await client.GetStringAsync(settings.Value.JwksUri, cancellationToken));
        var keys = set.GetSigningKeys()
            .Where(key => !string.IsNullOrEmpty(key.KeyId) && key.KeySize >= (key is ECDsaSecurityKey ? 0 : SmallestRsaKey))
            .DistinctBy(key => key.KeyId);
        return new Snapshot(keys.ToDictionary(key => key.KeyId, StringComparer.Ordinal), now, true);
    }

    private static Refusal Unreachable() => Refusal.Unavailable("The issuer of tokens does not answer, so the token cannot be checked.");

    /// <summary>Frees the lock.</summary>
    public void Dispose() => _gate.Dispose();

    [LoggerMessage(7020, LogLevel.Warning, "The issuer's signing keys cannot be fetched ({Fault})")]
    private partial void LogUnreachable(string fault);

    private sealed record Snapshot(IReadOnlyDictionary<string, SecurityKey> ById, DateTimeOffset FetchedAt, bool IsLatest);
}
