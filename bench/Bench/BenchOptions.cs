using System.CommandLine;

namespace PersonalBudgets.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Measures">The names of the measures to run.</param>
/// <param name="Json">The file that the report goes to as JSON; null for none.</param>
/// <param name="Rounds">Turns of each side.</param>
/// <param name="Length">About how long a turn takes.</param>
internal sealed record BenchOptions(IReadOnlySet<string> Measures, string? Json, int Rounds, TimeSpan Length)
{
    /// <summary>The options; null, with an exit code, if the command line is wrong or asks for help.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="known">The names of all measures.</param>
    /// <param name="exitCode">What to end with where there are no options.</param>
    public static BenchOptions? Parse(string[] args, IReadOnlyList<string> known, out int exitCode)
    {
        var names = new Argument<string[]>("measure") { Description = "What to measure; everything if none is named.", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. known]);
        var json = new Option<string?>("--json") { Description = "Also write the report to this file, as JSON.", HelpName = "FILE" };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each side.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "Length of a turn, where the measure is not a start.", DefaultValueFactory = _ => 4 };
        foreach (var number in (Option<int>[])[rounds, seconds])
            number.Validators.Add(result =>
            {
                // What is no number at all is refused without this.
                if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1)
                    result.AddError($"{number.Name} is at least 1.");
            });

        var parsed = (BenchOptions?)null;
        var command = new RootCommand("Measures the Personal Budgets Suite against baselines.") { names, json, rounds, seconds };
        command.SetAction(result => parsed = new BenchOptions(
            (result.GetValue(names) is { Length: > 0 } named ? named : known).ToHashSet(), result.GetValue(json), result.GetValue(rounds), TimeSpan.FromSeconds(result.GetValue(seconds))));
        exitCode = command.Parse(args).Invoke();
        return parsed;
    }
}
