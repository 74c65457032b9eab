using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonalBudgets.Platform.Database;

namespace PersonalBudgets.Platform.Hosting;

/// <summary>What a sweep needs of the platform.</summary>
public sealed record SweepContext(DatabaseGate Gate, IOptions<ProgrammesSettings> Programmes, TimeProvider Time, ILogger<ProgrammeSweep> Log);

/// <summary>
/// Work that is done again and again without a caller, such as resuming what a crash left half-way: once an interval, for one programme after
/// another. A failure is logged and met again at the next turn; it ends nothing.
/// </summary>
public abstract partial class ProgrammeSweep(SweepContext context) : BackgroundService
{
    /// <summary>The time from the end of one turn to the next.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>One turn for one programme; use <see cref="Requests.UnitOfWork.WithoutCallerAsync"/>.</summary>
    protected abstract Task SweepAsync(string programme, CancellationToken cancellationToken);

    /// <summary>
    /// Does a turn's pieces one after another, each for itself: one that fails, now and perhaps at every turn, does not keep those behind
    /// it waiting. A database that is away ends the turn.
    /// </summary>
    protected async Task EachAsync<T>(string programme, IEnumerable<T> pieces, Func<T, Task> work, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces)
        {
            try
            {
                await work(piece);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !Outages.IsOutage(failure))
            {
                LogFailure(context.Log, GetType().Name, programme, failure.GetType().Name, failure.StackTrace);
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await context.Gate.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var programme in context.Programmes.Value.All)
                await TryAsync(programme.Name, stoppingToken);
            await Task.Delay(Interval, context.Time, stoppingToken);
        }
    }

    private async Task TryAsync(string programme, CancellationToken stoppingToken)
    {
        try
        {
            await SweepAsync(programme, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailure(context.Log, GetType().Name, programme, failure.GetType().Name, failure.StackTrace);
        }
    }

    [LoggerMessage(7040, LogLevel.Error, "{Sweep} failed for {Programme}: {Failure}\n{StackTrace}")]
    private static partial void LogFailure(ILogger log, string sweep, string programme, string failure, string? stackTrace);
}
