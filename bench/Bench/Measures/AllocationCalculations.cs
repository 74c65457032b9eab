using System.Diagnostics;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Bench.Allocations;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What a figure with every step of its explanation costs beyond the arithmetic in it: one thread, the needs in memory, nothing stored.</summary>
internal sealed class AllocationCalculations : Measure
{
    private const int Cases = 1024;

    public override string Name => "allocation";

    public override string Title => "indicative budgets with their explanation, on one core / the same arithmetic and steps in a plain loop";

    public override IReadOnlyList<Measuring.Figure> Figures { get; } = [new("budgets", "1/s", Floor.RatioAtLeast(0.5)), new("allocated", "bytes")];

    public override Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var cases = AllocationCases.Make(Cases);
        PlainAllocation.RequireSameAs(cases);
        return Task.FromResult<IComparison>(new Comparison(cases));
    }

    private sealed class Comparison(IReadOnlyList<AssessedNeeds> cases) : IComparison
    {
        private readonly CompiledModel[] _models = [.. AllocationCases.Models.Select(CompiledModel.For)];
        private readonly PlainAllocation[] _plain = [.. AllocationCases.Models.Select(model => new PlainAllocation(model))];

        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) => Task.FromResult(Measured(
            length, place => _models[place % _models.Length].Explain(AllocationCases.Bases, cases[place]).Steps.Count, cancellationToken));

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) => Task.FromResult(Measured(
            length, place => _plain[place % _plain.Length].Work(cases[place].Needs).Steps.Length, cancellationToken));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Sample Measured(TimeSpan length, Func<int, int> calculate, CancellationToken cancellationToken)
        {
            var (budgets, steps, allocated, clock) = (0L, 0L, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            while (clock.Elapsed < length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var place = 0; place < cases.Count; place++)
                    steps += calculate(place);
                budgets += cases.Count;
            }

            // Everybody has a need at least: what was not read could have been left out by the compiler.
            if (steps < budgets)
                throw new InvalidOperationException("A budget has no step.");
            return new Sample(budgets / clock.Elapsed.TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / budgets);
        }
    }
}
