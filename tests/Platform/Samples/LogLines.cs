using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PersonalBudgets.Platform.Tests.Samples;

/// <summary>Keeps every line that is logged, with the whole of its exception.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> All { get; } = new();

    /// <summary>The lines that somebody on call would be woken by.</summary>
    public ConcurrentQueue<string> Troubles { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{formatter(state, exception)} {exception}";
        All.Enqueue(line);
        if (logLevel >= LogLevel.Warning)
            Troubles.Enqueue(line);
    }

    public void Dispose()
    {
    }
}
