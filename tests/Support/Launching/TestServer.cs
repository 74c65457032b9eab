namespace PersonalBudgets.Tests.Support.Launching;

/// <summary>A server of a test's own, which the test may kill.</summary>
public abstract class TestServer : IAsyncDisposable
{
    /// <summary>For Npgsql as superuser, database <c>postgres</c>; or the broker's <c>amqp</c> address without a virtual host.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>The address of a broker's HTTP API.</summary>
    public virtual Uri Management => throw new NotSupportedException("Only a broker has one.");

    /// <summary>Ends it without a word to its clients.</summary>
    public abstract Task KillAsync();

    /// <summary>Starts it again at the same address, with the data that it had committed.</summary>
    public abstract Task RestartAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
