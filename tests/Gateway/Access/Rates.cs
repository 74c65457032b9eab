using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Platform.Errors;
using Grpc.Core;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Access;

public class Rates(Rates.SlowGateway gateway) : IClassFixture<Rates.SlowGateway>
{
    [Fact]
    public async Task are_held_for_each_client_on_both_doors()
    {
        var eager = gateway.Token(subject: "persona:eager");

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => gateway.SendAsync("GET", "/v1/books/b1", token: eager)));
        var refused = replies.Where(reply => (int)reply.Status != 200).ToArray();
        var other = await gateway.SendAsync("GET", "/v1/books/b1", token: gateway.Token(subject: "persona:calm"));
        var passed = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var i = 0; i < 100; i++)
                await gateway.Books.GetBookAsync(new GetBookRequest(), new Metadata { { "authorization", "Bearer " + eager } });
        });

        // Five at once and one a second, however slow the machine is at the moment.
        Assert.InRange(refused.Length, 1, 7);
        Assert.All(refused, reply => reply.Is(429, "RATE_LIMITED", "rate-limited"));
        Assert.All(refused, reply => Assert.Matches("^[1-9][0-9]*$", reply.Header("Retry-After")));
        Assert.Equal(200, (int)other.Status);
        Assert.Equal((StatusCode.ResourceExhausted, "RATE_LIMITED"), (passed.StatusCode, StatusDetails.ReasonOf(passed)));
    }

    public sealed class SlowGateway : RunningGateway
    {
        protected override IEnumerable<string> Settings => ["--RateLimit:RequestsPerSecond=1", "--RateLimit:Burst=5"];
    }
}
