using PersonalBudgets.Bench.Load;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What our gRPC server costs on top of the web server below it.</summary>
internal sealed class GrpcServer : Measure
{
    public override string Name => "grpc";

    public override string Title => "a unary call through our gRPC server / the same bytes echoed by bare Kestrel over HTTP/2";

    public override IReadOnlyList<Figure> Figures { get; } = LoadComparison.Figures(Floor.RatioAtLeast(0.7));

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var house = await EchoHouse.OpenAsync();
        var (grpc, call) = await house.StartGrpcAsync();
        var (bare, bytes) = await house.StartBareAsync();
        return await LoadComparison.PrepareAsync(house, new(call, () => grpc.ProcessorTime), new(bytes, () => bare.ProcessorTime), cancellationToken);
    }
}
