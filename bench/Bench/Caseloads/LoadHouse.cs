using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using NpgsqlTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Caseloads;

/// <summary>Assessment's program and its tables, which take a caseload: at the gRPC door, and by COPY past it.</summary>
internal sealed class LoadHouse : IAsyncDisposable
{
    private readonly TestIssuer _issuer;
    private readonly TestServer _postgres;
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private readonly NpgsqlDataSource _database;

    private LoadHouse(TestIssuer issuer, TestServer postgres, ServiceProgram service)
    {
        (_issuer, _postgres, Service) = (issuer, postgres, service);
        _channel = GrpcChannel.ForAddress(service.Address);
        _headers = new Metadata { { "authorization", $"Bearer {issuer.Token("client:bench", "anytown")}" } };
        // A disk that stalls makes one round slow, which the median leaves out, and ends no run.
        _database = NpgsqlDataSource.Create($"{service.ConnectionString};Command Timeout=180");
    }

    public ServiceProgram Service { get; }

    public static async Task<LoadHouse> StartAsync()
    {
        var issuer = await TestIssuer.StartAsync(["assessment.people.load"]);
        var postgres = await TestServers.StartPostgresAsync();
        return new LoadHouse(issuer, postgres, await ServiceProgram.StartAsync("assessment", postgres.ConnectionString, issuer));
    }

    /// <summary>Empties the tables, so that each turn begins alike.</summary>
    public async Task EmptyAsync()
    {
        await using var empty = _database.CreateCommand("truncate assessment.people cascade");
        await empty.ExecuteNonQueryAsync();
    }

    /// <summary>Loads at the door.</summary>
    public async Task LoadAsync(IReadOnlyList<CaseloadEntry> entries, CancellationToken cancellationToken)
    {
        const int Together = 64;
        var requestId = Guid.CreateVersion7().ToString();
        using var call = new PeopleLoadsService.PeopleLoadsServiceClient(_channel).LoadPeople(_headers, cancellationToken: cancellationToken);
        for (var place = 0; place < entries.Count; place++)
        {
            call.RequestStream.WriteOptions = (place + 1) % Together is 0 ? null : new WriteOptions(WriteFlags.BufferHint);
            await call.RequestStream.WriteAsync(new LoadPeopleRequest { Entry = entries[place], RequestId = requestId }, cancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        var load = await call;
        if (load.RegisteredCount != entries.Count)
            throw new InvalidOperationException($"{load.RegisteredCount} of {entries.Count} were registered.");
    }

    /// <summary>The same rows by COPY into the same tables, with their keys and indexes, as a superuser, in one transaction.</summary>
    public async Task CopyAsync(IReadOnlyList<CaseloadEntry> entries, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        Guid[] ids = [.. entries.Select(_ => Guid.CreateVersion7())];
        var now = DateTime.UtcNow;
        await using (var people = await connection.BeginBinaryImportAsync(
            "copy assessment.people (programme, id, nhs_number, nhs_number_status, given_name, family_name, preferred_name, title, birth_date, gp_practice, home_organisation, created_at) from stdin (format binary)",
            cancellationToken))
        {
            for (var place = 0; place < entries.Count; place++)
            {
                var person = entries[place].Person;
                await people.StartRowAsync(cancellationToken);
                await people.WriteAsync("anytown", cancellationToken);
                await people.WriteAsync(ids[place], cancellationToken);
                await people.WriteAsync(person.NhsNumber, cancellationToken);
                await people.WriteAsync(NhsNumberStatus.NumberPresentButNotTraced.Code(), cancellationToken);
                await people.WriteAsync(person.GivenName, cancellationToken);
                await people.WriteAsync(person.FamilyName, cancellationToken);
                await people.WriteAsync(person.PreferredName, cancellationToken);
                await people.WriteAsync(person.Title, cancellationToken);
                await people.WriteAsync(Dates.Parse(person.BirthDate), cancellationToken);
                await people.WriteAsync(person.GpPractice, cancellationToken);
                await people.WriteAsync(person.HomeOrganisation, cancellationToken);
                await people.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
            }

            await people.CompleteAsync(cancellationToken);
        }

        await using (var facts = await connection.BeginBinaryImportAsync(
            "copy assessment.caseload_facts (programme, person_id, kind, start_date, diagnosis_code, id, end_date, occurrences, cluster, created_at) from stdin (format binary)",
            cancellationToken))
        {
            for (var place = 0; place < entries.Count; place++)
            {
                foreach (var fact in entries[place].Facts)
                {
                    await facts.StartRowAsync(cancellationToken);
                    await facts.WriteAsync("anytown", cancellationToken);
                    await facts.WriteAsync(ids[place], cancellationToken);
                    await facts.WriteAsync(fact.Kind.Code(), cancellationToken);
                    await facts.WriteAsync(Dates.Parse(fact.StartDate), cancellationToken);
                    await facts.WriteAsync(fact.DiagnosisCode, cancellationToken);
                    await facts.WriteAsync(Guid.CreateVersion7(), cancellationToken);
                    await (Dates.ParseOptional(fact.EndDate) is { } end ? facts.WriteAsync(end, cancellationToken) : facts.WriteNullAsync(cancellationToken));
                    await facts.WriteAsync((short)Math.Max(fact.Occurrences, 1), cancellationToken);
                    await (fact.Kind is CaseloadFactKind.Cluster ? facts.WriteAsync((short)fact.Cluster, cancellationToken) : facts.WriteNullAsync(cancellationToken));
                    await facts.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
                }
            }

            await facts.CompleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _channel.Dispose();
        await Service.DisposeAsync();
        await _postgres.DisposeAsync();
        await _issuer.DisposeAsync();
    }
}
