using PersonalBudgets.Bench.Echo;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What the way through the gateway's gRPC door costs: token, permission, rate, and the bytes passed on both ways.</summary>
internal sealed class GatewayPassThrough : Measure
{
    public override string Name => "pass-through";

    public override string Title => "a gRPC call through the gateway / the same call direct";

    public override IReadOnlyList<Figure> Figures { get; } = LoadComparison.Figures(Floor.RatioAtLeast(0.6));

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var house = await EchoHouse.OpenAsync();
        var (service, direct) = await house.StartGrpcAsync();
        var (gateway, _, through) = await house.StartGatewayAsync(direct);
        return new LoadComparison(house, new(through, gateway, service), new(direct, service));
    }
}
