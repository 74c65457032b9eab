using System.Text;
using System.Text.Json.Nodes;
using PersonalBudgets.Journey;

namespace PersonalBudgets.EndToEnd.Tests.Telemetry;

/// <summary>The samples' person data, in the forms in which it could leak.</summary>
internal sealed class Canaries
{
    private readonly List<(string Name, byte[] Bytes)> _forms = [];

    public Canaries(Sample sample)
    {
        foreach (var person in sample.People)
        {
            Add("NHS number", Text(person.Person["nhsNumber"]));
            Add("family name", Text(person.Person["familyName"]));
            Add("own view", Text(person.Assessment?["ownView"]));
            Add("decline note", person.Offer?.Note);
            Add("account name", Text(person.Payee?["accountName"]));
            Add("account number", Text(person.Payee?["accountNumber"]));
            foreach (var outcome in person.Plan?.Outcomes ?? [])
                Add("outcome", outcome.Description);
            foreach (var line in person.Plan?.Lines ?? [])
                Add("line", Text(line["description"]));
        }
    }

    /// <summary>What of it is in these bytes.</summary>
    public IEnumerable<string> In(ReadOnlyMemory<byte> bytes) => _forms.Where(form => bytes.Span.IndexOf(form.Bytes) >= 0).Select(form => form.Name);

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private void Add(string name, string? value)
    {
        if (value is null)
            return;
        foreach (var form in new[] { value, Uri.EscapeDataString(value), Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('=')[..^1] }.Distinct())
            _forms.Add((name, Encoding.UTF8.GetBytes(form)));
        if (value.Length == 10 && value.All(char.IsAsciiDigit))
            _forms.Add((name, Encoding.UTF8.GetBytes($"{value[..3]} {value[3..6]} {value[6..]}")));
    }
}
