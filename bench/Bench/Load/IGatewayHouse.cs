namespace PersonalBudgets.Bench.Load;

/// <summary>A service and the gateway before it.</summary>
internal interface IGatewayHouse : IAsyncDisposable
{
    /// <summary>Starts both.</summary>
    Task<GatewayWays> StartAsync();
}

/// <summary>The ways to one method of a service.</summary>
/// <param name="Direct">A gRPC call to the service.</param>
/// <param name="Rest">Through the gateway's REST door.</param>
/// <param name="PassedThrough">Through the gateway's gRPC door.</param>
internal sealed record GatewayWays(LoadComparison.Side Direct, LoadComparison.Side Rest, LoadComparison.Side PassedThrough);
