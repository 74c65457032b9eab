using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running;

/// <summary>One public port before several processes: each connection goes to the next of them that takes it.</summary>
internal sealed class TcpProxy(int port, IReadOnlyList<int> targets) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, port);
    private Task _accepting = Task.CompletedTask;
    private int _next = -1;

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), _stopping.Token);
            }
            catch (OperationCanceledException) { }
            catch (SocketException) { }
        }
    }

    private async Task ForwardAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            using var target = await ConnectAsync(cancellationToken);
            if (target is null)
                return;
            client.NoDelay = target.NoDelay = true;
            var (near, far) = (client.GetStream(), target.GetStream());
            // Each half is closed for itself: a client may have said all and still listen.
            await Task.WhenAll(PumpAsync(near, target, far, cancellationToken), PumpAsync(far, client, near, cancellationToken));
        }
    }

    private async Task<TcpClient?> ConnectAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < targets.Count; tries++)
        {
            var candidate = new TcpClient();
            try
            {
                var index = (uint)Interlocked.Increment(ref _next) % (uint)targets.Count;
                await candidate.ConnectAsync(IPAddress.Loopback, targets[(int)index], cancellationToken);
                return candidate;
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                candidate.Dispose();
            }
        }
        return null;
    }

    private static async Task PumpAsync(NetworkStream from, TcpClient toClient, NetworkStream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken);
            toClient.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            toClient.Dispose();
        }
    }
}
