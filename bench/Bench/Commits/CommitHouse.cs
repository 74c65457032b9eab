using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Bench.Commits;

/// <summary>Allocation's program with people who have indicative budgets, and callers who all want their plans' money of one fund, at its gRPC door.</summary>
internal sealed class CommitHouse : IAsyncDisposable
{
    public const int Callers = 32;

    /// <summary>The financial years of a fund that bears whatever is asked for, and of one that does not.</summary>
    public const int LargeYear = 2026, SmallYear = 2027;

    /// <summary>How many plans the small fund bears.</summary>
    public const int Borne = 100;

    private const int People = 5_000;
    private const long PlanPence = 250_000, LargePence = 100_000_000_000;
    private readonly ServiceProgram _service;
    private readonly GrpcChannel _channel;
    private readonly BudgetsService.BudgetsServiceClient _budgets;
    private readonly Metadata _headers;
    private readonly Guid[] _allocations;

    private CommitHouse(ServiceProgram service, GrpcChannel channel, Metadata headers, Guid[] allocations)
    {
        (_service, _channel, _headers, _allocations) = (service, channel, headers, allocations);
        _budgets = new BudgetsService.BudgetsServiceClient(channel);
    }

    /// <summary>Starts one.</summary>
    /// <param name="postgres">The server, durable as in production: for Npgsql, as a superuser.</param>
    /// <param name="issuer">Whose tokens it takes.</param>
    /// <param name="startupHook">An assembly that runs before the program; null for none.</param>
    public static async Task<CommitHouse> StartAsync(string postgres, TestIssuer issuer, string? startupHook = null)
    {
        // Every caller finds a connection: what they wait for is the fund.
        var service = await ServiceProgram.StartAsync("allocation", $"{postgres};Maximum Pool Size={Callers + 8}", issuer, startupHook);
        var channel = GrpcChannel.ForAddress(service.Address);
        var headers = new Metadata { { "authorization", $"Bearer {issuer.Token("client:bench", "anytown")}" } };
        foreach (var (year, approved) in ((int, long)[])[(LargeYear, LargePence), (SmallYear, Borne * PlanPence)])
        {
            await new FundsService.FundsServiceClient(channel).CreateFundAsync(
                new CreateFundRequest { Fund = new Fund { Funder = "QAA", FinancialYear = year, ApprovedPence = approved }, RequestId = NewId() }, headers);
        }

        return new CommitHouse(service, channel, headers, await IssueAsync(service.ConnectionString));
    }

    /// <summary>Lets all callers commit one plan after the other for a time.</summary>
    /// <returns>Plans a second.</returns>
    public async Task<double> MeasureAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            var done = 0;
            for (; clock.Elapsed < length; done++)
            {
                if (!await CommitAsync(LargeYear, cancellationToken))
                    throw new InvalidOperationException("The fund that bears whatever is asked for refused a plan.");
            }

            return done;
        }));
        var rate = counts.Sum() / clock.Elapsed.TotalSeconds;
        await RequireSumsAsync();
        return rate;
    }

    /// <summary>Three times as many want the money of a small fund as it bears: what is promised twice would show here, and make any speed worthless.</summary>
    public async Task RequireNoPoundTwiceAsync(CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3 * Borne).Select(_ => CommitAsync(SmallYear, cancellationToken)));
        if (outcomes.Count(isBorne => isBorne) is not Borne)
            throw new InvalidOperationException($"A fund for {Borne} plans bore {outcomes.Count(isBorne => isBorne)}.");
        await RequireSumsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _service.DisposeAsync();
    }

    /// <summary>One caller commits a discretionary plan.</summary>
    /// <returns>Whether the fund bore it.</returns>
    private async Task<bool> CommitAsync(int year, CancellationToken cancellationToken)
    {
        var request = new CommitBudgetRequest
        {
            PlanId = NewId(), PlanVersion = 1, AllocationId = _allocations[Random.Shared.Next(_allocations.Length)].ToString(), StartDate = $"{year}-05-01", RequestId = NewId(),
            Lines = { new CostedLine { LineId = NewId(), LegalBasis = LegalBasis.Discretionary, NeedType = NeedType.Health, AnnualPence = PlanPence } },
            Approvals = { new BudgetApproval { Funder = "QAA", Level = ApprovalLevel.Automatic } },
        };
        try
        {
            await _budgets.CommitBudgetAsync(request, _headers, cancellationToken: cancellationToken);
            return true;
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    private async Task RequireSumsAsync()
    {
        await using var database = NpgsqlDataSource.Create($"{_service.ConnectionString};Pooling=false");
        await using var look = database.CreateCommand("""
            select bool_and(fund.committed_pence = share.pence and fund.committed_pence <= fund.approved_pence)
            from allocation.funds fund
            cross join lateral (select coalesce(sum(annual_pence), 0)::bigint as pence from allocation.commitment_shares where fund_id = fund.id) share
            """);
        if (await look.ExecuteScalarAsync() is not true)
            throw new InvalidOperationException("A fund is not what its commitments make together.");
    }

    private static async Task<Guid[]> IssueAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create($"{connectionString};Pooling=false");
        await using var fill = database.CreateCommand(
            "insert into allocation.allocations (programme, id, person_id, assessment_id, eligibility_decision_id, components, annual_pence, issued_at) "
            + $"select 'anytown', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{{}}', {PlanPence}, now() from generate_series(1, {People}) returning id");
        await using var ids = await fill.ExecuteReaderAsync();
        var known = new List<Guid>();
        while (await ids.ReadAsync())
            known.Add(ids.GetGuid(0));
        return [.. known];
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
