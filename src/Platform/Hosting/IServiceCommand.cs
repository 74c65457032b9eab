namespace PersonalBudgets.Platform.Hosting;

/// <summary>A job of an operator that only one service knows, beside those of every service: a command of its program.</summary>
public interface IServiceCommand
{
    /// <summary>The first argument that calls it.</summary>
    string Name { get; }

    /// <summary>How it is called, in one line.</summary>
    string Usage { get; }

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What follows its name.</param>
    /// <param name="output">Gets what it has to say.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong arguments.</returns>
    /// <exception cref="InvalidOperationException">It cannot be done; the text says what to mend.</exception>
    Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken);
}
