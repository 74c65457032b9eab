using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Cohorts;

/// <summary>Assessment's program with a programme's people, asked who belongs to twenty cohorts: at its gRPC door, and by a query past it.</summary>
internal sealed class CohortHouse : IAsyncDisposable
{
    private readonly TestIssuer _issuer;
    private readonly TestServer _postgres;
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private readonly NpgsqlDataSource _database;

    private CohortHouse(TestIssuer issuer, TestServer postgres, ServiceProgram service)
    {
        (_issuer, _postgres, Service) = (issuer, postgres, service);
        _channel = GrpcChannel.ForAddress(service.Address);
        _headers = new Metadata { { "authorization", $"Bearer {issuer.Token("client:bench", "anytown")}" } };
        _database = NpgsqlDataSource.Create(service.ConnectionString);
    }

    public ServiceProgram Service { get; }

    /// <summary>The cohorts that are asked for: all that come with the service but one.</summary>
    private static string[] Codes { get; } = [.. Sql("twenty-cohorts").Split("then '").Skip(1).Select(part => part[..part.IndexOf('\'', StringComparison.Ordinal)])];

    /// <summary>Starts one.</summary>
    /// <param name="people">How many people the programme has.</param>
    public static async Task<CohortHouse> StartAsync(int people)
    {
        var issuer = await TestIssuer.StartAsync(["assessment.cohort_rules.publish", "assessment.cohorts.identify"]);
        var postgres = await TestServers.StartPostgresAsync();
        var house = new CohortHouse(issuer, postgres, await ServiceProgram.StartAsync("assessment", postgres.ConnectionString, issuer));
        await using (var fill = house._database.CreateCommand(Sql("caseload").Replace(":people", $"{people}", StringComparison.Ordinal)))
        {
            fill.CommandTimeout = 600;
            await fill.ExecuteNonQueryAsync();
        }

        await new CohortRulesService.CohortRulesServiceClient(house._channel)
            .AdoptCohortRulesAsync(new AdoptCohortRulesRequest { RequestId = Guid.CreateVersion7().ToString() }, house._headers);
        return house;
    }

    /// <summary>Asks the service, and reads all that it tells; returns how often somebody belongs to a cohort.</summary>
    public async Task<long> IdentifyAsync(CancellationToken cancellationToken)
    {
        using var call = new CohortsService.CohortsServiceClient(_channel).IdentifyPeople(
            new IdentifyPeopleRequest { Codes = { Codes } }, _headers, cancellationToken: cancellationToken);
        var matches = 0L;
        while (await call.ResponseStream.MoveNext(cancellationToken))
            matches += call.ResponseStream.Current.Matches.Count;
        return matches;
    }

    /// <summary>The same by the query, as a superuser, to whom no policy applies.</summary>
    public async Task<long> QueryAsync(CancellationToken cancellationToken)
    {
        await using var query = _database.CreateCommand(Sql("twenty-cohorts"));
        query.Parameters.Add(new NpgsqlParameter { Value = LondonTime.DateOf(DateTimeOffset.UtcNow) });
        await using var reader = await query.ExecuteReaderAsync(cancellationToken);
        var matches = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            reader.GetGuid(0);
            matches += reader.GetFieldValue<string[]>(1).Length;
        }

        return matches;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _channel.Dispose();
        await Service.DisposeAsync();
        await _postgres.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private static string Sql(string name)
    {
        using var file = new StreamReader(typeof(CohortHouse).Assembly.GetManifestResourceStream($"Cohorts/{name}")!);
        return file.ReadToEnd();
    }
}
