using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Health;

public sealed class Asking_a_program_for_its_health : IDisposable
{
    private static readonly string Gateway = Repository.Program("src/Gateway");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("certificate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task is_answered_where_it_listens_with_a_certificate_of_another_name()
    {
        var variables = Settings($"https://*:{FreePorts.Next()}");
        await using var program = RunningProgram.Start("dotnet", [Gateway], Path.GetDirectoryName(Gateway)!, variables);

        await Eventually.TrueAsync("the program is healthy", async () => (await AskAsync(variables)).Code == 0, seconds: 60, state: () => program.Output);
    }

    [Fact]
    public async Task fails_where_nobody_listens_and_says_where_it_asked()
    {
        var port = FreePorts.Next();

        var (code, output) = await AskAsync(Settings($"http://*:{port}"));

        Assert.Equal(1, code);
        Assert.Contains($"Port {port} does not answer", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> AskAsync(Dictionary<string, string> variables) =>
        RunningProgram.RunAsync("dotnet", [Gateway, "health"], Path.GetDirectoryName(Gateway)!, variables);

    private Dictionary<string, string> Settings(string address)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=gateway.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_folder.FullName, "certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return new()
        {
            ["Identity__Issuer"] = "https://issuer.test", ["Identity__JwksUri"] = "https://issuer.test/jwks",
            ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{FreePorts.Next()}", ["Kestrel__Endpoints__http__Url"] = address,
            ["Kestrel__Certificates__Default__Path"] = Path.Combine(_folder.FullName, "certificate.pem"),
            ["Kestrel__Certificates__Default__KeyPath"] = Path.Combine(_folder.FullName, "key.pem"),
        };
    }
}
