using System.Text;
using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Telemetry;

/// <summary>Person data of whole journeys never leaves by traces, metrics, logs, events or the audit trail.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class Person_data(StandingHouse standing)
{
    private Canaries Canaries { get; } = new(standing.Sample);

    [Fact]
    public async Task is_in_no_export_of_any_process()
    {
        await Eventually.TrueAsync("every process has exported", () => Task.FromResult(
            HouseSettings.Names.All(name => standing.House.Telemetry.Spans.Any(span => span.Service == name))));

        var found = standing.House.Telemetry.Exports.SelectMany(export => Canaries.In(export)).Distinct().ToList();

        Assert.True(standing.House.Telemetry.Exports.Count > 20);
        Assert.Empty(found);
    }

    [Fact]
    public void is_in_no_line_that_a_process_wrote()
    {
        var lines = standing.House.Processes.SelectMany(process => process.Output).ToList();

        Assert.NotEmpty(lines);
        Assert.Empty(lines.SelectMany(line => Canaries.In(Encoding.UTF8.GetBytes(line))).Distinct());
    }

    [Theory]
    [InlineData("outbox", "body::text")]
    [InlineData("audit_events", "row_to_json(audit_events)::text")]
    [InlineData("request_keys", "encode(coalesce(response, ''), 'escape')")]
    public async Task is_in_no_row_that_every_service_keeps(string table, string column)
    {
        foreach (var service in HouseSettings.Services)
        {
            var all = await standing.House.ScalarAsync<string>(service, $"select coalesce(string_agg({column}, ' '), '-') from platform.{table}");
            Assert.Empty(Canaries.In(Encoding.UTF8.GetBytes(all)));
        }
    }

    [Fact]
    public async Task is_in_no_fault_of_a_load_of_people()
    {
        var all = await standing.House.ScalarAsync<string>("assessment", "select string_agg(row_to_json(people_load_faults)::text, ' ') from assessment.people_load_faults");

        Assert.Contains("PERSON_EXISTS", all, StringComparison.Ordinal);
        Assert.Empty(Canaries.In(Encoding.UTF8.GetBytes(all)));
    }

    [Fact]
    public void planted_in_any_form_is_found()
    {
        var number = standing.Sample.People[0].Person["nhsNumber"]!.GetValue<string>();
        string[] planted = [$"GET /v1/people?nhs={number}", $"{number[..3]} {number[3..6]} {number[6..]}", $"x{Convert.ToBase64String(Encoding.UTF8.GetBytes(number))}"];

        Assert.All(planted, leak => Assert.NotEmpty(Canaries.In(Encoding.UTF8.GetBytes(leak))));
    }
}
