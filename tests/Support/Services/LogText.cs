using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PersonalBudgets.Tests.Support.Services;

/// <summary>Keeps what a service logs, exceptions included, as one text.</summary>
internal sealed class LogText : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public override string ToString() => string.Join(Environment.NewLine, _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)}{Environment.NewLine}{exception}");

    public void Dispose()
    {
    }
}
