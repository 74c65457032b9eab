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
/// <param name="name">What the command line calls it.</param>
/// <param name="work">What the callers do.</param>
/// <param name="floor">What the CPU is held to; null for nothing.</param>
/// <param name="call">Does it for a time and counts.</param>
internal sealed class TenancyAndAudit(string name, string work, Floor? floor, Func<People, TimeSpan, CancellationToken, Task<int>> call) : Measure
{
    public override string Name => name;

    public override string Title => $"{work}, with row-level security and audit / without both";

    public override IReadOnlyList<Figure> Figures { get; } =
        [new("CPU", "µs/request", floor), new("service's CPU", "µs/request"), new("PostgreSQL's CPU", "µs/request"), new("throughput", "requests/s")];

    /// <summary>A change, and a look at person data: its record makes a transaction that writes of one that only reads.</summary>
    public static IReadOnlyList<TenancyAndAudit> All { get; } =
    [
        new("guards", "registering a person", Floor.RatioAtMost(1.15), (people, length, cancellationToken) => people.RegisterAsync(length, cancellationToken)),
        new("guards-read", "looking at a person's record", null, (people, length, cancellationToken) => people.LookAsync(length, cancellationToken)),
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
            issuer, postgres, await PostgresProcess.FindAsync(guarded.ConnectionString), new(guarded, new People(guarded.Address, token)), new(open, new People(open.Address, token)), call);
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

    private sealed class Comparison(
        TestIssuer issuer, TestServer postgres, PostgresProcess server, Side ours, Side baseline, Func<People, TimeSpan, CancellationToken, Task<int>> call) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(ours, length, cancellationToken);

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => MeasureAsync(baseline, length, cancellationToken);

        /// <summary>A baseline that is guarded too, or the suite that is not, would make any ratio look well.</summary>
        public async Task RequireDifferenceAsync()
        {
            foreach (var (side, isGuarded) in ((Side, bool)[])[(ours, true), (baseline, false)])
            {
                await side.People.RegisterAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);
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
            double requests = await call(side.People, length, cancellationToken);
            service = side.Program.ProcessorTime - service;
            database = server.ProcessorTime - database;
            return new Sample(
                (service + database).TotalMicroseconds / requests, service.TotalMicroseconds / requests, database.TotalMicroseconds / requests,
                requests / TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }
    }
}
