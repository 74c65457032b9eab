using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

public class Several_addresses(Several_addresses.TwoLibraries gateway) : IClassFixture<Several_addresses.TwoLibraries>
{
    [Fact]
    public async Task are_used_in_turn_and_one_where_nobody_listens_costs_no_call()
    {
        gateway.Library.Calls.Clear();
        gateway.Second.Calls.Clear();

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(200, (int)(await gateway.SendAsync("GET", "/v1/books/b1")).Status);
            Assert.Equal(201, (int)(await gateway.SendAsync("POST", "/v1/books", "{}")).Status);
            await gateway.Books.CountBooksAsync(new CountBooksRequest(), new Metadata { { "authorization", "Bearer " + gateway.Token() } });
        }

        Assert.Equal(90, gateway.Library.Calls.Count + gateway.Second.Calls.Count);
        Assert.InRange(gateway.Library.Calls.Count, 30, 60);
    }

    public sealed class TwoLibraries : RunningGateway
    {
        private readonly string _nobody = NobodyListensHere();

        public FakeLibrary Second { get; } = new();

        protected override IEnumerable<string> Settings => [$"--services:library:grpc:1={Second.Address}", $"--services:library:grpc:2={_nobody}"];

        protected override Task PrepareAsync() => Second.StartAsync();

        protected override ValueTask CleanAsync() => Second.DisposeAsync();

        private static string NobodyListensHere()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return $"http://{listener.LocalEndpoint}";
        }
    }
}
