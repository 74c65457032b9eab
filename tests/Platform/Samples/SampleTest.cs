using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Samples;

/// <summary>One service for the tests of one class.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    private TestDatabase? _database;

    public SampleService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("samples", SampleService.MigrateAsync);
        Service = await SampleService.StartReadyAsync(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _database!.DisposeAsync();
    }
}

/// <summary>What the tests of calls share.</summary>
public abstract class SampleTest(SampleFixture fixture) : IClassFixture<SampleFixture>
{
    protected SampleService Service => fixture.Service;

    /// <summary>The failure that a call ends with.</summary>
    protected static async Task<RpcException> RefusalOf<T>(AsyncUnaryCall<T> call)
    {
        using (call)
            return await Assert.ThrowsAsync<RpcException>(async () => await call);
    }

    /// <summary>Asserts code and reason of the failure that a call ends with.</summary>
    protected static async Task<Google.Rpc.Status> AssertRefusedAsync<T>(AsyncUnaryCall<T> call, StatusCode code, string reason)
    {
        var failure = await RefusalOf(call);
        Assert.Equal((code, reason), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
        return StatusDetails.Read(failure)!;
    }
}
