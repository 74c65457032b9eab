using Dapper;
using Npgsql;
using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Measures;

/// <summary>
/// What keeping programmes apart and recording who did and saw what costs. Both sides are the same built program; the baseline's tables have
/// row-level security disabled, with a key that serves them as well, and its process has no audit writer. The setting that names the programme is sent on both sides.
/// </summary>
internal sealed class TenancyAndAudit : Measure
{
    public override string Name => "guards";

    public override string Title => "registering a person and reading the record, with row-level security and audit / without both";

    public override IReadOnlyList<Figure> Figures { get; } =
    [
        new("CPU", "µs/pair", Floor.RatioAtMost(1.15)), new("service's CPU", "µs/pair"), new("PostgreSQL's CPU", "µs/pair"), new("throughput", "pairs/s"),
    ];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var issuer = await TestIssuer.StartAsync(["assessment.people.read", "assessment.people.write"]);
        var postgres = await TestServers.StartPostgresAsync();
        var guarded = await ServiceProgram.StartAsync("assessment", postgres.ConnectionString, issuer);
        var open = await ServiceProgram.StartAsync("assessment", postgres.ConnectionString, issuer, Repository.Program("bench/WithoutAudit"));
        await DisableRowLevelSecurityAsync(open.ConnectionString);
        var token = issuer.Token("client:bench", "anytown");
        var comparison = new Comparison(
            issuer, postgres, await PostgresProcess.FindAsync(guarded.ConnectionString), new(guarded, new People(guarded.Address, token)), new(open, new People(open.Address, token)));
        await comparison.RequireDifferenceAsync();
        return comparison;
    }

    private static async Task DisableRowLevelSecurityAsync(string database)
    {
        await using var superuser = new NpgsqlConnection($"{database};Pooling=false");
        foreach (var table in await superuser.QueryAsync<string>("select oid::regclass::text from pg_class where relrowsecurity"))
            await superuser.ExecuteAsync($"alter table {table} no force row level security, disable row level security");
        // With the policy a person's id is looked up behind the programme; without, in a key that starts with it. Else the baseline would search whole tables.
        await superuser.ExecuteAsync("alter table assessment.people drop constraint people_pkey cascade, add primary key (id, programme)");
    }

    private sealed record Side(ServiceProgram Program, People People);

    private sealed class Comparison(TestIssuer issuer, TestServer postgres, PostgresProcess server, Side ours, Side baseline) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(ours, length, cancellationToken);

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(baseline, length, cancellationToken);

        /// <summary>A baseline that is guarded too, or the suite that is not, would make any ratio look well.</summary>
        public async Task RequireDifferenceAsync()
        {
            foreach (var (side, isGuarded) in ((Side, bool)[])[(ours, true), (baseline, false)])
            {
                await side.People.CallOnceAsync();
                await using var superuser = new NpgsqlConnection($"{side.Program.ConnectionString};Pooling=false");
                var state = await superuser.QuerySingleAsync<(bool Audited, bool Secured)>(
                    "select exists (select from platform.audit_events), exists (select from pg_class where relrowsecurity)");
                if (state != (isGuarded, isGuarded))
                    throw new InvalidOperationException($"A side is not what it should be: audited and secured are {state}, not {isGuarded}.");
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var side in (Side[])[ours, baseline])
            {
                side.People.Dispose();
                await side.Program.DisposeAsync();
            }

            await postgres.DisposeAsync();
            await issuer.DisposeAsync();
        }

        private async Task<Sample> MeasureAsync(Side side, TimeSpan length, CancellationToken cancellationToken)
        {
            var started = TimeProvider.System.GetTimestamp();
            var (service, database) = (side.Program.ProcessorTime, server.ProcessorTime);
            double pairs = await side.People.CallAsync(length, cancellationToken);
            service = side.Program.ProcessorTime - service;
            database = server.ProcessorTime - database;
            return new Sample(
                (service + database).TotalMicroseconds / pairs, service.TotalMicroseconds / pairs, database.TotalMicroseconds / pairs,
                pairs / TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }
    }
}
