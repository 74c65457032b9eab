namespace PersonalBudgets.EndToEnd.Tests.Journeys;

/// <summary>What a stranger sees who runs the suite.</summary>
public sealed class The_main_job
{
    [Fact]
    public async Task carries_every_sample_person_where_the_sample_says_and_ends_with_zero_also_a_second_time_on_kept_data()
    {
        var data = Path.Combine(Path.GetTempPath(), $"main-job-{Guid.NewGuid():N}");
        try
        {
            for (var time = 1; time <= 2; time++)
            {
                await using var run = AppHostRun.Start("--journeys", "--exit", "--data", data);

                Assert.True(await run.ExitAsync(240) == 0, run.ToString());
                Assert.Contains(run.Output, line => line.Contains("in balance", StringComparison.Ordinal));
                Assert.DoesNotContain(run.Output, line => line.Contains("NO: ", StringComparison.Ordinal));
                Assert.Equal(2, run.Output.Count(line => line.Contains("Bacs file of", StringComparison.Ordinal)));
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task is_done_as_well_by_two_processes_of_each_service_and_of_the_gateway()
    {
        await using var run = AppHostRun.Start("--journeys", "--exit", "--replicas", "2");

        Assert.True(await run.ExitAsync(240) == 0, run.ToString());
        Assert.DoesNotContain(run.Output, line => line.Contains("NO: ", StringComparison.Ordinal));
        foreach (var program in (string[])["assessment", "allocation", "plans", "payments", "gateway"])
            Assert.All((string[])[$"{program}-1 ", $"{program}-2 "], process =>
                Assert.Contains(run.Output, line => line.StartsWith(process, StringComparison.Ordinal) && line.Contains("> Running", StringComparison.Ordinal)));
    }
}
