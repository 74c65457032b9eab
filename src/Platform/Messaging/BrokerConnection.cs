using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// The process's own connection to the broker, for what it publishes and declares. It is opened when somebody needs it and again
/// when it broke; a broker that does not answer is waited for, and that is said once, not with every attempt.
/// </summary>
internal sealed class BrokerConnection(BrokerAddress address, ILogger<BrokerConnection> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _opening = new(1);
    private IConnection? _connection;
    private bool _isMissed;

    /// <summary>Ends when there is a connection.</summary>
    /// <exception cref="BrokerUnreachableException">The broker does not answer.</exception>
    public Task RequireAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    /// <summary>A channel whose publishes end with their confirm; the caller bounds how many it has in flight.</summary>
    /// <exception cref="BrokerUnreachableException">The broker does not answer.</exception>
    public async Task<IChannel> OpenChannelAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        // The client's own limiter slows publishing down to about its size a second.
        return await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
            cancellationToken);
    }

    /// <summary>As <see cref="OpenChannelAsync"/>, but waits for the broker as long as it takes.</summary>
    public Task<IChannel> WaitForChannelAsync(CancellationToken cancellationToken) => UntilItAnswersAsync(OpenChannelAsync, cancellationToken);

    /// <summary>Ends when the broker answers a new connection: one that is open may have lost its broker without knowing yet.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => UntilItAnswersAsync(
        async stopping =>
        {
            await OpenAsync(stopping);
            await using var trial = await address.Factory().CreateConnectionAsync(stopping);
            return trial.IsOpen;
        },
        cancellationToken);

    /// <summary>Whether an exception means that the broker or the way to it is down, whatever was being sent.</summary>
    public static bool IsOutage(Exception failure) =>
        failure is BrokerUnreachableException or OperationInterruptedException or IOException or TimeoutException or ObjectDisposedException or OperationCanceledException;

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _opening.Dispose();
    }

    private static async Task<T> UntilItAnswersAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (Exception failure) when (IsOutage(failure) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsOpen: true })
                return _connection;
            if (_connection is not null)
                await _connection.DisposeAsync();
            _connection = null;
            _connection = await address.Factory().CreateConnectionAsync(cancellationToken);
            if (_isMissed)
                MessagingLog.BrokerIsBack(logger, address.Display);
            _isMissed = false;
            return _connection;
        }
        catch (BrokerUnreachableException)
        {
            if (!_isMissed)
                MessagingLog.BrokerIsMissed(logger, address.Display);
            _isMissed = true;
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }
}
