using System.CommandLine;
using System.Text;
using PersonalBudgets.Journey;
using Spectre.Console;

var gatewayOption = new Option<Uri>("--gateway")
{
    Description = "The gateway's REST address.",
    Required = true,
    CustomParser = argument => new Uri(argument.Tokens.Single().Value),
};
var peopleOption = new Option<string>("--people")
{
    Description = "The sample file.",
    DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "people.json"),
};
var bankFilesOption = new Option<string>("--bank-files") { Description = "The folder that Payments writes bank files to.", Required = true };
var dashboardOption = new Option<string>("--dashboard") { Description = "The address of a telemetry dashboard, if one listens." };

var command = new RootCommand("Carries sample people through the public API, from registration to payment.")
{
    gatewayOption, peopleOption, bankFilesOption, dashboardOption,
};
command.SetAction(async parsed =>
{
    Console.OutputEncoding = Encoding.UTF8;
    var gatewayAddress = parsed.GetRequiredValue(gatewayOption);
    var sample = Sample.Read(parsed.GetRequiredValue(peopleOption));
    using var http = new HttpClient { BaseAddress = gatewayAddress };
    var gateway = new GatewayClient(http, sample.Programme.Name);

    var setup = new ProgrammeSetup(gateway, sample.Programme);
    var firstDay = await setup.RunAsync();
    var journey = new PersonJourney(gateway, firstDay);
    var people = await Task.WhenAll(sample.People.Select(journey.RunAsync));
    var payRuns = new PayRunJourney(gateway, firstDay);
    var runs = await Task.WhenAll(setup.Funders.Select(payRuns.RunAsync));
    await payRuns.CountAsync(people);
    var balance = await gateway.GetAsync(Persona.FinanceMaker, "/v1/ledger/trialBalance");

    var report = new Report(WideConsole());
    report.People(people);
    report.TrialBalance(balance);
    var files = new List<string>();
    foreach (var run in runs)
    {
        files.Add(await BankFiles.WaitForAsync(parsed.GetRequiredValue(bankFilesOption), run));
        report.Line($"Bacs file of {run["funder"]}: {files[^1]}");
    }

    report.Line($"API: {gatewayAddress.GetLeftPart(UriPartial.Authority)}");
    report.Line(parsed.GetValue(dashboardOption) is { Length: > 0 } dashboard ? $"Dashboard: {dashboard}" : "Dashboard: none listens");
    return people.All(person => person.AsExpected) && balance["balanced"]!.GetValue<bool>() ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();

// The output is read in a log as often as at a terminal: no colours, no wrapping.
static IAnsiConsole WideConsole()
{
    var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
    console.Profile.Width = 240;
    return console;
}
