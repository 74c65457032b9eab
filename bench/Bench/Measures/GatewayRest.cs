using PersonalBudgets.Bench.Echo;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What the way through the gateway's REST door costs: token, permission, rate, JSON to protobuf and back, the call behind.</summary>
internal sealed class GatewayRest : Measure
{
    public override string Name => "rest";

    public override string Title => "JSON through the gateway to a gRPC call / the same call direct";

    public override IReadOnlyList<Figure> Figures { get; } = LoadComparison.Figures(Floor.RatioAtLeast(0.4));

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var house = await EchoHouse.OpenAsync();
        var (service, direct) = await house.StartGrpcAsync();
        var (gateway, rest, _) = await house.StartGatewayAsync(direct);
        return new LoadComparison(house, new(rest, gateway, service), new(direct, service));
    }
}
