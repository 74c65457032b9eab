using Npgsql;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Platform.Tests.Messaging;

public sealed class A_database_that_dies : ParcelTest
{
    [Fact]
    public async Task is_waited_for_by_relay_and_consumers_and_loses_nothing_that_was_committed()
    {
        await using var server = await TestServers.StartPostgresAsync();
        await using var database = await TestDatabase.CreateEmptyAsync("parcels", server.ConnectionString);
        await ParcelService.MigrateAsync(database.ConnectionString);
        await using var service = await StartAsync(database: database.ConnectionString);
        var parcels = Enumerable.Range(0, 10).Select(_ => NewParcel()).ToArray();
        var committed = parcels.ToDictionary(parcel => parcel, _ => 0);
        var load = Task.WhenAll(parcels.Select(async parcel =>
        {
            try
            {
                for (var version = 1; ; version++)
                {
                    await service.SendAsync(parcel, version);
                    committed[parcel] = version;
                }
            }
            catch (NpgsqlException)
            {
                // The server is gone: whether the last one was committed is not known to who sent it.
            }
        }));
        await ParcelService.UntilAsync(() => service.OneAsync<long>("select count(*) from parcels.arrivals"), count => count > 50);

        await server.KillAsync();
        await load;
        await Task.Delay(500);
        await server.RestartAsync();
        // The pools of this process still hold connections to the server that was.
        NpgsqlConnection.ClearAllPools();

        await ParcelService.UntilAsync(service.UnsentAsync, unsent => unsent == 0, seconds: 30);
        foreach (var parcel in parcels)
        {
            await ParcelService.UntilAsync(() => service.VersionsOfAsync(parcel), versions => versions.Count >= committed[parcel], seconds: 30);
            var versions = await service.VersionsOfAsync(parcel);
            Assert.Equal(Enumerable.Range(1, versions.Count), versions);
        }
    }
}
