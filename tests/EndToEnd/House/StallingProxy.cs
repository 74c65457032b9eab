using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PersonalBudgets.EndToEnd.Tests.House;

/// <summary>
/// Stands between a client and a server and can hold back what the client says, while the server is still heard:
/// so an acknowledgement gets lost although the work behind it is done. Before several servers it gives each connection to the next that takes it,
/// as a load balancer does.
/// </summary>
internal sealed class StallingProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly int[] _serverPorts;
    private int _turn;
    private volatile TaskCompletionSource _flow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="port">Where it listens; 0 for any free port.</param>
    /// <param name="serverPorts">The servers behind it.</param>
    public StallingProxy(int port, params int[] serverPorts)
    {
        _serverPorts = serverPorts;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _flow.SetResult();
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing that a client says arrives.</summary>
    public void Stall() => _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends every connection; what was held back never arrives.</summary>
    public void Cut()
    {
        foreach (var end in _open.Keys)
            end.Dispose();
    }

    /// <summary>Lets everything through again.</summary>
    public void Resume() => _flow.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        Resume();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = await ConnectAsync())
        {
            if (server is null)
                return;
            _open[client] = _open[server] = 0;
            try
            {
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), () => _flow.Task),
                    PumpAsync(server.GetStream(), client.GetStream(), () => Task.CompletedTask));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
            }

            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }

    private async Task<TcpClient?> ConnectAsync()
    {
        for (var tries = 0; tries < _serverPorts.Length; tries++)
        {
            var server = new TcpClient { NoDelay = true };
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPorts[Interlocked.Increment(ref _turn) % _serverPorts.Length], _stop.Token);
                return server;
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<Task> gate)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is var read and > 0)
            {
                await gate();
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }
}
