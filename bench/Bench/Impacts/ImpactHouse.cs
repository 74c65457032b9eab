using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using NpgsqlTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Bench.Allocations;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Impacts;

/// <summary>A budget's row, as the database has it.</summary>
internal readonly record struct BudgetRow(Guid Id, long Pence, byte[] Profile);

/// <summary>Allocation's program with a programme's standing budgets, and the same rows in this process.</summary>
internal sealed class ImpactHouse : IAsyncDisposable
{
    private readonly TestIssuer _issuer;
    private readonly TestServer _postgres;
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private string _modelId = "";

    private ImpactHouse(TestIssuer issuer, TestServer postgres, ServiceProgram service)
    {
        (_issuer, _postgres, Service) = (issuer, postgres, service);
        _channel = GrpcChannel.ForAddress(service.Address);
        _headers = new Metadata { { "authorization", $"Bearer {issuer.Token("client:bench", "anytown")}" } };
    }

    public ServiceProgram Service { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<BudgetRow> Rows { get; private set; } = [];

    /// <summary>The model that all are put under.</summary>
    public static AllocationModel Model => AllocationCases.Models.Single(model => model.Method is AllocationMethod.LookupCurve);

    /// <summary>Starts one.</summary>
    /// <param name="people">How many budgets stand.</param>
    public static async Task<ImpactHouse> StartAsync(int people)
    {
        var issuer = await TestIssuer.StartAsync(["allocation.models.write", "allocation.impacts.read"]);
        var postgres = await TestServers.StartPostgresAsync();
        var house = new ImpactHouse(issuer, postgres, await ServiceProgram.StartAsync("allocation", postgres.ConnectionString, issuer));
        var random = new Random(20260401);
        house.Rows =
        [
            .. Enumerable.Range(0, people).Select(_ => new BudgetRow(Guid.CreateVersion7(), random.Next(100_000, 5_000_000), new NeedsProfile
            {
                Needs = { AllocationCases.Needs(random) }, EligibleBases = { AllocationCases.Bases },
            }.ToByteArray())),
        ];
        await house.FillAsync();
        var model = await new AllocationModelsService.AllocationModelsServiceClient(house._channel).CreateAllocationModelAsync(
            new CreateAllocationModelRequest { AllocationModel = Model, RequestId = Guid.CreateVersion7().ToString() }, house._headers);
        house._modelId = model.AllocationModelId;
        return house;
    }

    /// <summary>Asks the service, and reads all that it tells; returns what all budgets come to.</summary>
    public async Task<long> AskAsync(CancellationToken cancellationToken)
    {
        using var call = new ImpactsService.ImpactsServiceClient(_channel).AssessImpact(
            new AssessImpactRequest { AllocationModelIds = { _modelId } }, _headers, cancellationToken: cancellationToken);
        var sum = 0L;
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            foreach (var budget in call.ResponseStream.Current.Budgets)
                sum += budget.AfterPence;
        }

        return sum;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Service.DisposeAsync();
        await _postgres.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    /// <summary>Past the service, as a superuser: how budgets come about is no part of this.</summary>
    private async Task FillAsync()
    {
        await using var database = NpgsqlDataSource.Create(Service.ConnectionString);
        await using var connection = await database.OpenConnectionAsync();
        await using (var staged = new NpgsqlCommand("create temp table staged (id uuid, pence bigint, profile bytea)", connection))
            await staged.ExecuteNonQueryAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("copy staged from stdin (format binary)"))
        {
            foreach (var row in Rows)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(row.Pence, NpgsqlDbType.Bigint);
                await copy.WriteAsync(row.Profile, NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        await using var fill = new NpgsqlCommand("""
            insert into allocation.allocations (programme, id, person_id, assessment_id, eligibility_decision_id, components, annual_pence, issued_at)
            select 'anytown', id, id, id, id, '{}', pence, now() from staged;
            insert into allocation.assessed_needs (programme, decision_id, social_pence, profile) select 'anytown', id, pence, profile from staged;
            """, connection);
        await fill.ExecuteNonQueryAsync();
        // As autovacuum leaves tables that were filled a while ago.
        await using var vacuum = new NpgsqlCommand("vacuum analyze allocation.allocations, allocation.assessed_needs", connection);
        await vacuum.ExecuteNonQueryAsync();
    }
}
