using System.Collections.Concurrent;
using System.Net.Sockets;
using MassTransit;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>One bus of MassTransit and the sockets below it: it can be ended even when it no longer ends itself.</summary>
internal sealed class ReceivingBus(IBusControl bus, SocketList sockets)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Whether all its consumers listen.</summary>
    public bool IsListening => bus.CheckHealth().Status is BusHealthStatus.Healthy;

    /// <summary>Starts it; whether that went well, <see cref="IsListening"/> tells.</summary>
    public void Start(CancellationToken cancellationToken) =>
        bus.StartAsync(cancellationToken).ContinueWith(start => start.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Ends the consumers when what they have in hand is done, or at once when cancelled: the broker delivers that again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await bus.StopAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            // A consumer that the broker still thought active would keep the queue from its successor.
            sockets.Close();
        }
    }

    /// <summary>Ends a bus that does not listen: nothing is in hand that the broker would not deliver again.</summary>
    public async Task AbandonAsync()
    {
        using var enough = new CancellationTokenSource(Farewell);
        try
        {
            await StopAsync(enough.Token);
        }
        // It is broken: whatever it says on its way out tells nothing new.
        catch (Exception)
        {
        }
    }
}

/// <summary>The sockets of a bus, which it does not show itself.</summary>
internal sealed class SocketList
{
    // One for each time that it connected: a handful in the life of a process, so the closed ones may stay.
    private readonly ConcurrentBag<ITcpClient> _sockets = [];

    public ITcpClient Open(AddressFamily family)
    {
        var socket = ConnectionFactory.DefaultSocketFactory(family);
        _sockets.Add(socket);
        return socket;
    }

    public void Close()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }
}
