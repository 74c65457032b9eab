using System.Net;
using System.Net.Sockets;

namespace PersonalBudgets.AppHost;

/// <summary>The gateway's two ports, held against another run of the suite from when they are chosen until this one ends.</summary>
internal sealed class PublicPorts : IDisposable
{
    private const int Preferred = 7080, Last = 7180;
    private readonly Socket _claim;

    private PublicPorts(int rest, Socket claim) => (Rest, _claim) = (rest, claim);

    /// <summary>REST.</summary>
    public int Rest { get; }

    /// <summary>gRPC.</summary>
    public int Grpc => Rest + 1;

    /// <summary>Takes 7080 and 7081, or the next pair of which neither is in use.</summary>
    /// <exception cref="InvalidOperationException">There is none up to 7180.</exception>
    public static PublicPorts Take()
    {
        for (var rest = Preferred; rest < Last; rest += 2)
        {
            if (Claim(rest) is not { } claim)
                continue;
            if (IsFree(rest) && IsFree(rest + 1))
                return new PublicPorts(rest, claim);
            claim.Dispose();
        }
        throw new InvalidOperationException($"All ports from {Preferred} to {Last} are in use.");
    }

    /// <inheritdoc/>
    public void Dispose() => _claim.Dispose();

    // The gateway binds its ports seconds later. An abstract Unix socket is a claim that ends with the process, however that ends.
    private static Socket? Claim(int port)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint($"\0personal-budgets-{port}"));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
