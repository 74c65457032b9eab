using PersonalBudgets.Bench.Commits;
using PersonalBudgets.Bench.Measuring;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Measures;

/// <summary>
/// What it gains to commit plans together that are asked for at the same time, where all of them want one fund. Both sides are the same built program on
/// one database server; in the baseline each call is a transaction of its own.
/// </summary>
internal sealed class BudgetCommits : Measure
{
    public override string Name => "commit";

    public override string Title => "plans committed against one hot fund by 32 callers / the same, each by a transaction of its own that locks the fund's row";

    public override IReadOnlyList<Figure> Figures { get; } = [new("commits", "1/s", Floor.RatioAtLeast(3))];

    public override async Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var issuer = await TestIssuer.StartAsync(["allocation.funds.write", "allocation.budgets.commit"]);
        var postgres = await TestServers.StartPostgresAsync();
        var gathered = await CommitHouse.StartAsync(postgres.ConnectionString, issuer);
        var alone = await CommitHouse.StartAsync(postgres.ConnectionString, issuer, Repository.Program("bench/WithoutGathering"));
        foreach (var house in (CommitHouse[])[gathered, alone])
            await house.RequireNoPoundTwiceAsync(cancellationToken);
        return new Comparison(issuer, postgres, gathered, alone);
    }

    private sealed class Comparison(TestIssuer issuer, TestServer postgres, CommitHouse gathered, CommitHouse alone) : IComparison
    {
        public async Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => new(await gathered.MeasureAsync(length, cancellationToken));

        public async Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => new(await alone.MeasureAsync(length, cancellationToken));

        public async ValueTask DisposeAsync()
        {
            await gathered.DisposeAsync();
            await alone.DisposeAsync();
            await postgres.DisposeAsync();
            await issuer.DisposeAsync();
        }
    }
}
