using System.Net;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Portal;

/// <summary>The portal in Production, where nobody gets a token for the asking.</summary>
public sealed class The_portal_in_Production(The_portal_in_Production.Production gateway) : IClassFixture<The_portal_in_Production.Production>
{
    [Fact]
    public async Task is_there_to_read() => Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync("/docs")).StatusCode);

    [Theory]
    [InlineData("/dev/personas")]
    [InlineData("/dev/token")]
    public async Task offers_nobody_to_be(string path) => Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync(path)).StatusCode);

    public sealed class Production : RunningGateway
    {
        protected override IEnumerable<string> Settings =>
        [
            "--environment=Production", "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0",
            "--Identity:Issuer=https://issuer.example", "--Identity:JwksUri=https://issuer.example/keys",
        ];
    }
}

/// <summary>The portal of a deployment that does not want one.</summary>
public sealed class The_portal_switched_off(The_portal_switched_off.SwitchedOff gateway) : IClassFixture<The_portal_switched_off.SwitchedOff>
{
    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/index.html")]
    [InlineData("/docs/portal.js")]
    [InlineData("/docs/swagger-ui-bundle.js")]
    public async Task is_not_there(string path) => Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task leaves_the_document() => Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync("/openapi.json")).StatusCode);

    public sealed class SwitchedOff : RunningGateway
    {
        protected override IEnumerable<string> Settings => ["--Portal:Enabled=false"];
    }
}
