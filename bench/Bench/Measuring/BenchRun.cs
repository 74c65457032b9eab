using Spectre.Console;

namespace PersonalBudgets.Bench.Measuring;

/// <summary>Runs measures: ours and the baseline in turn, several times, so that what the machine does beside falls on both.</summary>
/// <param name="rounds">Turns of each side.</param>
/// <param name="length">About how long a turn takes.</param>
/// <param name="console">Where the rounds are told.</param>
internal sealed class BenchRun(int rounds, TimeSpan length, IAnsiConsole console)
{
    /// <summary>Turns before the first that counts: the runtime compiles what is hot only after a while, later where it has little of the machine.</summary>
    private const int WarmUps = 2;

    public async Task<Outcome> RunAsync(Measure measure, CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated($"[bold]{measure.Name}[/]: {measure.Title}");
        await using var comparison = await measure.PrepareAsync(cancellationToken);
        for (var turn = 0; measure.WarmsUp && turn < WarmUps; turn++)
        {
            await comparison.OursAsync(length, cancellationToken);
            await comparison.BaselineAsync(length, cancellationToken);
        }

        var measured = new List<Round>();
        for (var round = 1; round <= rounds; round++)
        {
            var ours = await comparison.OursAsync(length, cancellationToken);
            measured.Add(new Round(ours, await comparison.BaselineAsync(length, cancellationToken)));
            console.MarkupLineInterpolated($"  {round}/{rounds}  {Tell(new Outcome(measure, measured[^1..]))}");
        }

        return new Outcome(measure, measured);
    }

    private static string Tell(Outcome round) =>
        string.Join("  ", round.Rows.Select(row => $"{row.Figure.Name} {row.Ours[0]:G4} / {row.Baseline[0]:G4} {row.Figure.Unit} = {row.Ratios[0]:0.00}"));
}
