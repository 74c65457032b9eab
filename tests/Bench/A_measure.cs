using PersonalBudgets.Bench.Measures;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Tests;

/// <summary>That measures run, on real servers and for a moment; how fast they find anything is no matter here.</summary>
public sealed class A_measure
{
    public static TheoryData<string> Names => [.. All.Keys];

    // The others are of the same parts, but for the start, which EndToEnd's main job is.
    private static Dictionary<string, Measure> All { get; } =
        ((Measure[])[GatewayMeasure.All[0], GatewayMeasure.All[2], new OutboxLatency(), TenancyAndAudit.All[1], new EligibilityDecisions(), new CohortIdentification(2_000), new CaseloadLoad(2_000)]).ToDictionary(measure => measure.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task reads_all_its_figures_on_both_sides(string name)
    {
        var measure = All[name];
        await using var comparison = await measure.PrepareAsync(CancellationToken.None);

        foreach (var side in (Func<TimeSpan, CancellationToken, Task<Sample>>[])[comparison.OursAsync, comparison.BaselineAsync])
        {
            var sample = await side(TimeSpan.FromSeconds(2), CancellationToken.None);
            Assert.Equal(measure.Figures.Count, sample.Readings.Length);
            Assert.All(sample.Readings, reading => Assert.True(double.IsFinite(reading) && reading > 0, $"{reading}"));
        }
    }
}
