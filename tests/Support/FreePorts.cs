using System.Net;
using System.Net.Sockets;

namespace PersonalBudgets.Tests.Support;

/// <summary>Ports of the loopback interface that nobody listens on.</summary>
public static class FreePorts
{
    // Below the range from which Linux serves outgoing connections, any of which could take a port between our look and the program's bind.
    private const int First = 10000, Last = 15000;
    private static readonly HashSet<int> Given = [];

    /// <summary>A free port, never the same one twice in a process.</summary>
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

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
