using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PersonalBudgets.Tests.Http2;

/// <summary>A server that plays a script with each connection.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentBag<Peer> _peers = [];
    private readonly Func<Peer, int, Task> _script;
    private readonly Task _accepting;

    /// <param name="script">What to do with a connection, and its number from 1.</param>
    /// <param name="port">0: any that is free.</param>
    public ScriptedServer(Func<Peer, int, Task> script, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var peer in _peers)
            await peer.DisposeAsync();
    }

    private async Task AcceptAsync()
    {
        for (var number = 1; ; number++)
        {
            TcpClient tcp;
            try
            {
                tcp = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception end) when (end is SocketException or InvalidOperationException)
            {
                return;
            }

            _ = PlayAsync(tcp, number);
        }
    }

    private async Task PlayAsync(TcpClient tcp, int number)
    {
        try
        {
            var peer = await Peer.AcceptAsync(tcp);
            _peers.Add(peer);
            await _script(peer, number);
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or SocketException)
        {
            // The client left: what it made of the script is for the test to say.
        }
    }
}
