using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Database;

/// <summary>Closed until the database is there, migrated and safe to serve from; says meanwhile what it waits for.</summary>
public sealed class DatabaseGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile string? _waitsFor = "The database has not been looked at yet.";

    /// <summary>What the service waits for; null once it serves.</summary>
    public string? WaitsFor => _waitsFor;

    /// <summary>Waits until the service may serve: for relay, consumers and sweeps.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);

    internal void RequireOpen()
    {
        if (WaitsFor is not null)
            throw Refusal.Unavailable("The service waits for its database.");
    }

    /// <summary>Waits until the database was looked at once: before that nobody can say how it is.</summary>
    internal Task LookedAtAsync(CancellationToken cancellationToken) => _looked.Task.WaitAsync(cancellationToken);

    internal void Wait(string what)
    {
        _waitsFor = what;
        _looked.TrySetResult();
    }

    internal void Open()
    {
        _waitsFor = null;
        _looked.TrySetResult();
        _opened.TrySetResult();
    }
}
