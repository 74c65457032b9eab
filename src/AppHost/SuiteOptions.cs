using System.CommandLine;

namespace PersonalBudgets.AppHost;

/// <summary>What the command line asks for.</summary>
/// <param name="PlaysJourneys">Whether the sample people are carried through the suite once it is up.</param>
/// <param name="Exits">Whether the suite stops after that, with the journeys' exit code.</param>
/// <param name="Data">The folder that keeps the data; null for an empty one that goes with the run.</param>
/// <param name="Replicas">How many processes there are of each service and of the gateway.</param>
internal sealed record SuiteOptions(bool PlaysJourneys, bool Exits, string? Data, int Replicas)
{
    // A machine of a developer holds no more.
    private const int MostReplicas = 5;

    /// <summary>The options; null, with an exit code, if the command line is wrong or asks for help.</summary>
    public static SuiteOptions? Parse(string[] args, out int exitCode)
    {
        var journeys = new Option<bool>("--journeys") { Description = "Play the sample journeys when everything is healthy." };
        var exit = new Option<bool>("--exit") { Description = "Play the sample journeys and stop; exit code 0 only if all went right." };
        var data = new Option<string?>("--data") { Description = "Keep the data in this folder. Without it the data is gone at the end.", HelpName = "DIR" };
        var replicas = new Option<int>("--replicas") { Description = "Processes of each service and of the gateway.", HelpName = "N", DefaultValueFactory = _ => 1 };
        replicas.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostReplicas)
                result.AddError($"--replicas is a number from 1 to {MostReplicas}.");
        });
        var parsed = (SuiteOptions?)null;
        var command = new RootCommand("Runs the Personal Budgets Suite.") { journeys, exit, data, replicas };
        command.SetAction(result => parsed = new SuiteOptions(
            result.GetValue(journeys) || result.GetValue(exit), result.GetValue(exit), result.GetValue(data), result.GetValue(replicas)));
        exitCode = command.Parse(args).Invoke();
        return parsed;
    }
}
