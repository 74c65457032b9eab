using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace PersonalBudgets.Journey;

/// <summary>Prints where everybody ended, the ledger and where to look.</summary>
public sealed class Report(IAnsiConsole console)
{
    /// <summary>One row a person.</summary>
    public void People(IEnumerable<Progress> people)
    {
        var table = New("The journeys", "Person", "Stages reached", "Indicative", "Plan", "Paid", "Stopped by", "As the sample says");
        foreach (var person in people)
        {
            table.AddRow(
                person.Sample.Label,
                string.Join(" > ", person.Stages.Select(stage => stage.ToString().ToLowerInvariant())),
                Pounds(person.IndicativePence),
                Pounds(person.PlanPence),
                Pounds(person.PaidPence),
                person.Stopped ?? "",
                person.AsExpected ? "yes" : $"NO: {person.Sample.Expected.Stage} {person.Sample.Expected.Stopped}".TrimEnd());
        }

        console.Write(table);
    }

    /// <summary>The trial balance, by funder.</summary>
    public void TrialBalance(JsonObject balance)
    {
        var table = New("The ledger's trial balance", "Funder", "Account", "Debit", "Credit");
        foreach (var row in balance["rows"]!.AsArray())
        {
            var kind = row!["kind"]!.GetValue<string>().Replace("LEDGER_ACCOUNT_KIND_", "", StringComparison.Ordinal);
            table.AddRow(row["funder"]!.GetValue<string>(), kind, Pounds(row["debitPence"]!), Pounds(row["creditPence"]!));
        }

        table.AddRow("", balance["balanced"]!.GetValue<bool>() ? "in balance" : "NOT IN BALANCE", Pounds(balance["debitPence"]!), Pounds(balance["creditPence"]!));
        console.Write(table);
    }

    /// <summary>A line of plain text.</summary>
    public void Line(string text) => console.WriteLine(text);

    private static Table New(string title, params string[] columns)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Ascii2 };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        }

        return table;
    }

    private static string Pounds(JsonNode pence) => Pounds(long.Parse(pence.GetValue<string>(), CultureInfo.InvariantCulture));

    private static string Pounds(long pence) => pence == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"£{pence / 100:N0}.{pence % 100:00}");
}
