using System.Text.RegularExpressions;

namespace PersonalBudgets.Polyfills.Tests.Aspire;

public sealed class The_end_of_an_application_host
{
    /// <summary>A scenario, what is seen when the signal comes, and the signal.</summary>
    [Theory]
    [InlineData("servers", @"\A(?s)(?=.*^broker +> Running)(?=.*^web +> Running .Healthy)", "KILL")]
    [InlineData("servers", "^broker +> Starting", "KILL")]
    [InlineData("servers", "^orders-db +> Running", "INT")]
    [InlineData("replicas", "^web-3 +> Running .Healthy", "TERM")]
    [InlineData("replicas", "^web-1 +> Running", "HUP")]
    public async Task leaves_no_process_and_no_folder(string scenario, string seen, string signal)
    {
        await using var host = SampleHost.Start(scenario, "none");
        var folder = await host.RunFolderAsync();
        await host.SeesAsync(seen);

        host.Send(signal);
        await host.ExitsAsync();

        var shown = Regex.Matches(host.Output, "process ([0-9]+)").Select(match => int.Parse(match.Groups[1].Value)).ToList();
        for (var tries = 0; tries < 150 && Left().Any(); tries++)
            await Task.Delay(100);
        Assert.Empty(Left());
        Assert.False(Directory.Exists(folder));

        IEnumerable<string> Left() => shown.Where(LinuxProcesses.IsAlive).Concat(LinuxProcesses.Mentioning(folder)).Distinct()
            .Select(LinuxProcesses.CommandLine).Concat(Directory.Exists(folder) ? [folder] : []);
    }
}

public sealed class Replicas_of_a_project
{
    [Fact]
    public async Task share_a_port_and_outlive_one_anothers_death()
    {
        await using var host = SampleHost.Start("replicas", "none");
        var url = await host.SeesAsync("^web-1 +> Running: process .* http (http://localhost:[0-9]+)$");
        await host.SeesAsync("^web-3 +> Running .Healthy");

        var all = await ProcessesAsync(url);
        LinuxProcesses.Send("KILL", all.First());
        await host.SeesAsync("^web-[123] +> Exited with exit code 137$");
        var rest = await ProcessesAsync(url);

        Assert.Equal(3, all.Count);
        Assert.Equal(all.Skip(1).ToHashSet(), rest);
        Assert.True(host.IsRunning);
    }

    private static async Task<HashSet<int>> ProcessesAsync(string url)
    {
        var processes = new HashSet<int>();
        for (var i = 0; i < 12; i++)
        {
            // A connection for each call: it is connections that are shared out.
            using var client = new HttpClient();
            processes.Add(int.Parse(await client.GetStringAsync(new Uri(url + "/pid"))));
        }
        return processes;
    }
}
