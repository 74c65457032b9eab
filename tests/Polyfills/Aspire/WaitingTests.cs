namespace PersonalBudgets.Polyfills.Tests.Aspire;

public sealed class A_resource_that_waits : IAsyncLifetime
{
    private readonly DirectoryInfo _results = Directory.CreateTempSubdirectory("aspire-waiting");
    private SampleHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = SampleHost.Start("waiting", _results.FullName);
        await _host.SeesAsync("^after-server +> Finished");
        await _host.SeesAsync("^after-bad +> FailedToStart");
        await _host.SeesAsync("^after-never +> FailedToStart");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _results.Delete(recursive: true);
    }

    [Fact]
    public async Task starts_when_what_it_waits_for_is_as_it_wants_it_and_fails_when_that_cannot_come()
    {
        AssertOrder("first > Finished with exit code 0", "server > Starting");
        AssertOrder("server > Running: process", "after-start > Starting");
        AssertOrder("after-start > Finished", "server > Running (Healthy)");
        AssertOrder("server > Running (Healthy)", "after-server > Starting");
        AssertOrder("bad > Exited with exit code 3", "after-three > Starting");
        AssertOrder("bad > Exited with exit code 3", "after-bad > FailedToStart: Dependency resource 'bad'");
        await _host.SeesAsync("^never +> FailedToStart: The program 'no-such-program' was not found");
        Assert.Equal(["after-server", "after-start", "after-three"], _results.GetFiles().Select(file => file.Name).Order());
        Assert.True(_host.IsRunning);
    }

    [Fact]
    public async Task is_shown_with_its_states_and_its_lines_under_its_name()
    {
        await _host.SeesAsync("^server +> Waiting: for first$");
        await _host.SeesAsync(@"^bad +\| ends with 3$");
        await _host.SeesAsync("^server +> Running: process [0-9]+, grpc http://localhost:[0-9]+, http http://localhost:[0-9]+$");
    }

    private void AssertOrder(string earlier, string later)
    {
        var lines = _host.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        var (first, second) = (Index(earlier), Index(later));
        Assert.True(first >= 0 && first < second, $"'{earlier}' is line {first}, '{later}' line {second}:\n{_host.Output}");

        int Index(string start) => lines.FindIndex(line => line.StartsWith(start, StringComparison.Ordinal));
    }
}
