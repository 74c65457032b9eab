using PersonalBudgets.Bench.Load;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What a way through the gateway costs: token, permission, rate, the call behind; at the REST door JSON to protobuf and back.</summary>
/// <param name="name">What the command line calls it.</param>
/// <param name="title">What goes through.</param>
/// <param name="floor">What the speed is held to; null for nothing.</param>
/// <param name="open">Makes the service and the gateway.</param>
/// <param name="way">Which of the gateway's doors.</param>
internal sealed class GatewayMeasure(string name, string title, Floor? floor, Func<Task<IGatewayHouse>> open, Func<GatewayWays, LoadComparison.Side> way) : Measure
{
    public override string Name => name;

    public override string Title => $"{title} / the same call direct";

    public override IReadOnlyList<Figure> Figures { get; } = LoadComparison.Figures(floor);

    /// <summary>Both doors before a service of the suite, and before an echo, which shows what the gateway alone costs.</summary>
    public static IReadOnlyList<GatewayMeasure> All { get; } =
    [
        new("rest", "JSON through the gateway to Allocation's GetFund", Floor.RatioAtLeast(0.4), Funds, ways => ways.Rest),
        new("pass-through", "Allocation's GetFund through the gateway", Floor.RatioAtLeast(0.6), Funds, ways => ways.PassedThrough),
        new("rest-echo", "JSON through the gateway to an echo", null, Echo, ways => ways.Rest),
        new("pass-through-echo", "a gRPC echo through the gateway", null, Echo, ways => ways.PassedThrough),
    ];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var house = await open();
        var ways = await house.StartAsync();
        return await LoadComparison.PrepareAsync(house, way(ways), ways.Direct, cancellationToken);
    }

    private static Task<IGatewayHouse> Funds() => Task.FromResult<IGatewayHouse>(new FundHouse());

    private static async Task<IGatewayHouse> Echo() => await EchoHouse.OpenAsync();
}
