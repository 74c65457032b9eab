namespace PersonalBudgets.Bench.Measuring;

/// <summary>A question about speed or size, with what ours is held against.</summary>
internal abstract class Measure
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What is measured, and against what.</summary>
    public abstract string Title { get; }

    /// <summary>What each side reads.</summary>
    public abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>False where each turn is a start from nothing.</summary>
    public virtual bool WarmsUp => true;

    /// <summary>Starts both sides.</summary>
    public abstract Task<IComparison> PrepareAsync(CancellationToken cancellationToken);
}

/// <summary>Both sides of a measure, ready to be measured in turn.</summary>
internal interface IComparison : IAsyncDisposable
{
    /// <summary>Measures the suite for about this long.</summary>
    Task<Sample> OursAsync(TimeSpan length, CancellationToken cancellationToken);

    /// <summary>Measures what it is held against, for as long.</summary>
    Task<Sample> BaselineAsync(TimeSpan length, CancellationToken cancellationToken);
}
