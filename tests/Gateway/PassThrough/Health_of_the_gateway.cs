using Grpc.Health.V1;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

public class Health_of_the_gateway(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task is_told_on_grpc_without_a_token()
    {
        var answer = await new Health.HealthClient(gateway.Grpc).CheckAsync(new HealthCheckRequest());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task is_told_on_http_without_a_token(string path)
    {
        using var response = await gateway.Http.GetAsync(path);

        Assert.Equal(200, (int)response.StatusCode);
    }
}
