using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

/// <summary>A machine that was unplugged refuses no connection: it says nothing.</summary>
public class An_address_that_stays_silent(An_address_that_stays_silent.SilentLibrary gateway) : IClassFixture<An_address_that_stays_silent.SilentLibrary>
{
    [Fact]
    public async Task is_left_for_another_before_the_deadline()
    {
        var headers = new Metadata { { "authorization", "Bearer " + gateway.Token() } };

        // One of each two has the silent address for its turn.
        var rest = await Task.WhenAll(gateway.SendAsync("GET", "/v1/books/b1"), gateway.SendAsync("GET", "/v1/books/b1"));
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        await Task.WhenAll(gateway.Books.GetBookAsync(new GetBookRequest(), headers).ResponseAsync, gateway.Books.GetBookAsync(new GetBookRequest(), headers).ResponseAsync);

        Assert.All(rest, reply => Assert.Equal(200, (int)reply.Status));
        Assert.Equal(4, gateway.Library.Calls.Count);
    }

    public sealed class SilentLibrary : RunningGateway
    {
        private readonly Socket _silent = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _waiting = [];

        protected override IEnumerable<string> Settings => [$"--services:library:grpc:1=http://{_silent.LocalEndPoint}"];

        /// <summary>Nobody accepts, and the queue of those who may wait is full: the kernel lets further ones go unanswered.</summary>
        protected override Task PrepareAsync()
        {
            _silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _silent.Listen(0);
            for (var i = 0; i < 4; i++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _waiting.Add(client);
                try
                {
                    client.Connect(_silent.LocalEndPoint!);
                }
                catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                }
            }

            return Task.CompletedTask;
        }

        protected override ValueTask CleanAsync()
        {
            foreach (var socket in _waiting.Append(_silent))
                socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
