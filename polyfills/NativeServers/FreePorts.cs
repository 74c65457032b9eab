using System.Net;
using System.Net.Sockets;

namespace NativeServers;

/// <summary>Finds ports of this machine that nobody listens on.</summary>
public static class FreePorts
{
    // Below the range from which Linux serves outgoing connections, any of which could take a port between our look and the server's bind.
    private const int First = 15000, Last = 32000;
    private static readonly HashSet<int> Given = [];

    /// <summary>A free port of the loopback interface, never the same one twice in a process. Random, so that two suites that start at once do not meet.</summary>
    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, Last);
                if (IsFree(port) && Given.Add(port))
                    return port;
            }
        }
    }

    /// <summary>Whether somebody could listen on this port of every interface now.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
