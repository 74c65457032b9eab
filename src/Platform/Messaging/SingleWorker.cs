using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PersonalBudgets.Platform.Database;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Work that one process per database does at a time: the one that holds an advisory lock. The lock and the work share one
/// connection, so work cannot go on where the lock was lost with its connection; another process takes over, or this one again.
/// </summary>
internal abstract class SingleWorker(ServiceDatabase database, string name, long lockKey, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Works until told to stop, or throws where the database failed it.</summary>
    protected abstract Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        await database.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenAsync(stoppingToken);
                if (await AdvisoryLockStore.TryTakeAsync(connection, lockKey))
                    await WorkWithLockAsync(connection, stoppingToken);
                pause = ShortestPause;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it was: the events are in the database, and the next attempt finds them there.
            catch (Exception failure)
            {
                if (pause == ShortestPause)
                    Tell(failure);
                pause = pause < LongestPause ? pause * 2 : LongestPause;
            }
            await Task.Delay(pause, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private void Tell(Exception failure)
    {
        if (Outages.IsOutage(failure))
            MessagingLog.WorkWaits(logger, name);
        else
            MessagingLog.WorkInterrupted(logger, name, failure.GetType().Name);
    }

    private async Task WorkWithLockAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        MessagingLog.WorkTaken(logger, name);
        try
        {
            await WorkAsync(connection, stopping);
        }
        finally
        {
            // The pool resets a connection only when it is used again; until then the lock would be held by nobody.
            if (connection.FullState == System.Data.ConnectionState.Open)
                await AdvisoryLockStore.ReleaseAsync(connection, lockKey);
        }
    }
}
