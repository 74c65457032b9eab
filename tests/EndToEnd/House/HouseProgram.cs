namespace PersonalBudgets.EndToEnd.Tests.House;

/// <summary>A service or the gateway: one process of it, or several that share its address.</summary>
internal sealed class HouseProgram(IReadOnlyList<HouseProcess> replicas) : IAsyncDisposable
{
    public IReadOnlyList<HouseProcess> Replicas { get; } = replicas;

    /// <summary>Everything that its processes wrote, over all their lives.</summary>
    public IEnumerable<string> Output => Replicas.SelectMany(replica => replica.Output);

    public void Start()
    {
        foreach (var replica in Replicas)
            replica.Start();
    }

    /// <summary>`kill -9` of all its processes.</summary>
    public Task KillAsync() => Task.WhenAll(Replicas.Select(replica => replica.KillAsync()));

    /// <summary>Asks all its processes to end, as an operator would, and waits for their exit codes.</summary>
    public Task<int[]> StopAsync() => Task.WhenAll(Replicas.Select(replica => replica.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await replica.DisposeAsync();
    }

    /// <summary>Their last lines, for a message.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Replicas);
}
