using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Streams;

/// <summary>The gateway with a certificate, as settings give it one.</summary>
public sealed class GatewayWithCertificate : StreamingGateway
{
    private readonly string _folder = Directory.CreateTempSubdirectory("certificate").FullName;
    private string _thumbprint = "";

    protected override IEnumerable<string> Settings =>
    [
        "--Kestrel:Endpoints:http:Url=https://127.0.0.1:0", "--Kestrel:Endpoints:http:Protocols=Http1AndHttp2",
        $"--Kestrel:Certificates:Default:Path={Path.Combine(_folder, "tls.crt")}", $"--Kestrel:Certificates:Default:KeyPath={Path.Combine(_folder, "tls.key")}",
    ];

    protected override async Task PrepareAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=gateway.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(_folder, "tls.crt"), certificate.ExportCertificatePem());
        _thumbprint = certificate.Thumbprint;
        await File.WriteAllTextAsync(Path.Combine(_folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    protected override HttpMessageHandler NewHandler() => new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _thumbprint } };

    protected override ValueTask CleanAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return base.CleanAsync();
    }
}

/// <summary>Client and server agree on the version of HTTP in the handshake.</summary>
public sealed class The_REST_door_over_TLS(GatewayWithCertificate gateway) : IClassFixture<GatewayWithCertificate>
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task serves_bodies_and_streams_over_either_version(string version)
    {
        gateway.Serve(async (_, write, _) => await write(new Book { Title = "first" }));

        var (status, used, body) = await GetAsync("/v1/books", Version.Parse(version));
        var (streamStatus, streamUsed, lines) = await GetAsync("/v1/books:watch", Version.Parse(version));

        Assert.Equal((200, version, 200, version), (status, used, streamStatus, streamUsed));
        Assert.Contains("\"books\"", body, StringComparison.Ordinal);
        Assert.Contains("\"first\"", lines, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Version, string Body)> GetAsync(string path, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token());
        using var response = await gateway.Http.SendAsync(request);
        return ((int)response.StatusCode, response.Version.ToString(), await response.Content.ReadAsStringAsync());
    }
}
