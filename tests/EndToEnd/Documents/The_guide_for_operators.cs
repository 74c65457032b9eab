using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;

namespace PersonalBudgets.EndToEnd.Tests.Documents;

/// <summary>docs/operating.md: what it prints of backup and restore, typed.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed partial class The_guide_for_operators(StandingHouse standing)
{
    [Fact]
    public async Task brings_back_a_whole_house_from_its_backup_on_another_server()
    {
        var guide = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operating.md"))).Split("## Backup and restore")[1];
        if (Block().Matches(guide) is not [var backup, var restore, var sendAgain])
            throw new InvalidOperationException("The guide has another number of scripts than backup, restore and what the outbox sends again.");
        var folder = Directory.CreateTempSubdirectory("backup");
        try
        {
            await Shell.RunAsync(Text(backup), folder.FullName, Access(standing.House.Postgres));
            await using var restored = await TheHouse.StartAsync(restore: async server =>
            {
                await Shell.RunAsync(Text(restore), folder.FullName, Access(server));
                foreach (var service in HouseSettings.Services)
                    await SendAgainAsync(server, service, Text(sendAgain));
            });

            foreach (var service in HouseSettings.Services)
                await Eventually.TrueAsync($"the outbox of {service} is empty", async () => await restored.ScalarAsync<long>(service, "select count(*) from platform.outbox where sent_at is null") is 0);
            Assert.Equal(await BalanceAsync(standing.House), await BalanceAsync(restored));
            Assert.Contains("\"balanced\":true", await BalanceAsync(restored), StringComparison.Ordinal);
            Assert.Equal(await CountAsync(standing.House), await CountAsync(restored));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Text(Match block) => block.Groups["text"].Value;

    private static Dictionary<string, string> Access(TestServer server)
    {
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        return new()
        {
            ["PGHOST"] = settings.Host!, ["PGPORT"] = settings.Port.ToString(), ["PGUSER"] = settings.Username!, ["PGPASSWORD"] = settings.Password!,
        };
    }

    private static async Task SendAgainAsync(TestServer server, string service, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = $"{service}-db", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> BalanceAsync(TheHouse house)
    {
        var token = await Faults.Load.TokenAsync(house.Rest, "auditor", "anytown", null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/ledger/trialBalance");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await house.Rest.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.ToJsonString();
    }

    private static async Task<long[]> CountAsync(TheHouse house) =>
    [
        await house.ScalarAsync<long>("assessment", "select count(*) from assessment.people"),
        await house.ScalarAsync<long>("plans", "select count(*) from platform.audit_events"),
        await house.ScalarAsync<long>("payments", "select count(*) from payments.ledger_transfers"),
        await house.ScalarAsync<long>("payments", "select count(*) from platform.inbox"),
    ];

    [GeneratedRegex("```(?:sh|sql)\n(?<text>[^`]*)```")]
    private static partial Regex Block();
}
