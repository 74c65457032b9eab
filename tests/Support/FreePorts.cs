using System.Net;
using System.Net.Sockets;

namespace PersonalBudgets.Tests.Support;

/// <summary>Ports of the loopback interface that nobody listens on.</summary>
public static class FreePorts
{
    // Below the range from which Linux serves outgoing connections, any of which could take a port between our look and the program's bind.
    private const int First = 10000, Blocks = 40, Block = 500;
    private static readonly HashSet<int> Given = [];

    // Bound for as long as this process lives: what it is given is looked for behind it, and another process of tests, which could take the same port
    // between our look and the program's bind, has a block of its own.
    private static readonly Socket Marker = TakeBlock();

    /// <summary>A free port, never the same one twice in a process.</summary>
    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var block = ((IPEndPoint)Marker.LocalEndPoint!).Port;
                var port = Random.Shared.Next(block + 1, block + Block);
                if (IsFree(port) && Given.Add(port))
                    return port;
            }
        }
    }

    private static Socket TakeBlock()
    {
        foreach (var block in Enumerable.Range(0, Blocks).OrderBy(_ => Random.Shared.Next()))
        {
            if (TryBind(First + (block * Block)) is { } marker)
                return marker;
        }

        throw new InvalidOperationException($"All {Blocks} blocks of ports from {First} on are taken by other processes of tests.");
    }

    private static bool IsFree(int port)
    {
        using var socket = TryBind(port);
        return socket is not null;
    }

    private static Socket? TryBind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
