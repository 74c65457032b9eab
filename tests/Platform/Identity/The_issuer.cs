using Grpc.Core;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Identity;

/// <summary>Each test has a service of its own: what it knows of the keys is what is tested.</summary>
public sealed class The_issuer : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SampleService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("samples", SampleService.MigrateAsync);
        _service = await SampleService.StartReadyAsync(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task is_asked_at_the_first_token_and_not_at_start()
    {
        Assert.Equal(0, _service.Issuer.Fetches);

        await ListAsync();
        await ListAsync();

        Assert.Equal(1, _service.Issuer.Fetches);
    }

    [Fact]
    public async Task that_is_down_makes_calls_unavailable_not_unauthenticated()
    {
        _service.Issuer.IsUp = false;

        var failure = await Assert.ThrowsAsync<RpcException>(ListAsync);

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains(Errors.StatusDetails.Read(failure)!.Details, detail => detail.Is(Google.Rpc.RetryInfo.Descriptor));
    }

    [Fact]
    public async Task that_is_down_for_a_while_leaves_known_keys_good()
    {
        await ListAsync();
        _service.Issuer.IsUp = false;

        await ListAsync();
        _service.Clock.Offset = TimeSpan.FromMinutes(16);

        // Past the keys' lifetime; the token itself is made for that time.
        await ListAsync(TimeSpan.FromMinutes(16));
    }

    [Fact]
    public async Task is_asked_once_a_minute_for_keys_that_it_does_not_have()
    {
        await ListAsync();
        _service.Issuer.RsaKeyId = "rsa-2";
        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<RpcException>(ListAsync);
        Assert.Equal(1, _service.Issuer.Fetches);

        _service.Clock.Offset = TimeSpan.FromSeconds(61);
        await ListAsync();

        Assert.Equal(2, _service.Issuer.Fetches);
    }

    [Fact]
    public async Task has_a_token_of_a_minute_ago_checked_again()
    {
        var claims = TestIssuer.Claims("samples.samples.read");
        claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(20).ToUnixTimeSeconds();
        var metadata = new Metadata { { "authorization", $"Bearer {_service.Issuer.Sign(claims)}" } };
        await _service.Client.ListSamplesAsync(new ListSamplesRequest(), metadata);

        _service.Clock.Offset = TimeSpan.FromSeconds(31);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _service.Client.ListSamplesAsync(new ListSamplesRequest(), metadata));
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    private Task ListAsync() => ListAsync(TimeSpan.Zero);

    private async Task ListAsync(TimeSpan later)
    {
        var claims = TestIssuer.Claims("samples.samples.read");
        claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).Add(later).ToUnixTimeSeconds();
        await _service.Client.ListSamplesAsync(new ListSamplesRequest(), new Metadata { { "authorization", $"Bearer {_service.Issuer.Sign(claims)}" } });
    }
}
