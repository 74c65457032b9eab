using System.Diagnostics;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Bench.Eligibility;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Measures;

/// <summary>What the rules of eligibility cost beyond the arithmetic in them: one thread, the facts in memory, nothing stored.</summary>
internal sealed class EligibilityDecisions : Measure
{
    private const int Cases = 1024;

    public override string Name => "eligibility";

    public override string Title => "decisions on eligibility with their reasons, on one core / the same arithmetic and reasons in a plain loop";

    public override IReadOnlyList<Figure> Figures { get; } = [new("decisions", "1/s", Floor.RatioAtLeast(0.5)), new("allocated", "bytes")];

    public override Task<IComparison> PrepareAsync(CancellationToken cancellationToken)
    {
        var facts = EligibilityCases.Make(Cases);
        PlainEligibility.RequireSameAs(facts);
        return Task.FromResult<IComparison>(new Comparison(facts));
    }

    private sealed class Comparison(IReadOnlyList<EligibilityFacts> facts) : IComparison
    {
        public Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken) =>
            Task.FromResult(Measured(length, one => EligibilityRules.Decide(one, EligibilityCases.Law).Count, cancellationToken));

        public Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken) =>
            Task.FromResult(Measured(length, one => PlainEligibility.Decide(one).Count, cancellationToken));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Sample Measured(TimeSpan length, Func<EligibilityFacts, int> decide, CancellationToken cancellationToken)
        {
            var (decisions, bases, allocated, clock) = (0L, 0L, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            while (clock.Elapsed < length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = 0; i < facts.Count; i++)
                    bases += decide(facts[i]);
                decisions += facts.Count;
            }

            // Every decision considers at least one basis: what was not read could have been left out by the compiler.
            if (bases < decisions)
                throw new InvalidOperationException("A decision considered nothing.");
            return new Sample(decisions / clock.Elapsed.TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / decisions);
        }
    }
}
