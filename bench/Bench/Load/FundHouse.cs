using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Load;

/// <summary>
/// The gateway's and Allocation's own programs, and the least work that a call of the contract can be: one row read by its id, with nothing of
/// it person data, so nothing to record.
/// </summary>
internal sealed class FundHouse : IGatewayHouse
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    public async Task<GatewayWays> StartAsync()
    {
        var issuer = Keep(await TestIssuer.StartAsync(["allocation.funds.read", "allocation.funds.write"]));
        var postgres = Keep(await TestServers.StartPostgresAsync());
        var service = Keep(await ServiceProgram.StartAsync("allocation", postgres.ConnectionString, issuer));
        var database = await PostgresProcess.FindAsync(service.ConnectionString);
        var gateway = await GatewayProgram.StartAsync("src/Gateway", issuer, "allocation", service.Address);
        Keep(gateway.Program);

        var token = issuer.Token("client:bench", "anytown");
        var fund = await CreateAsync(service.Address, token);
        var request = new GetFundRequest { FundId = fund.FundId };
        TimeSpan Direct() => service.ProcessorTime + database.ProcessorTime;
        TimeSpan Through() => Direct() + gateway.Program.ProcessorTime;
        return new GatewayWays(
            new(Call(service.Address), Direct), new(LoadTarget.Json(gateway.Rest, $"/v1/funds/{fund.FundId}", token, null, fund.CalculateSize()), Through), new(Call(gateway.Grpc), Through));

        LoadTarget Call(Uri server) => LoadTarget.Call(server, "/personalbudgets.allocation.v1.FundsService/GetFund", token, request, fund.CalculateSize());
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private static async Task<Fund> CreateAsync(Uri service, string token)
    {
        using var channel = GrpcChannel.ForAddress(service);
        var fund = new Fund { Funder = "QAA", FinancialYear = 2026, ApprovedPence = 100_000_000 };
        return await new FundsService.FundsServiceClient(channel).CreateFundAsync(
            new CreateFundRequest { Fund = fund, RequestId = Guid.CreateVersion7().ToString() }, new Metadata { { "authorization", $"Bearer {token}" } });
    }

    private T Keep<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
