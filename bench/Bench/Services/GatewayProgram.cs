using PersonalBudgets.Bench.Machine;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Services;

/// <summary>A gateway in a process of its own, and its two doors.</summary>
internal sealed record GatewayProgram(ServerProgram Program, Uri Rest, Uri Grpc)
{
    /// <summary>Starts one.</summary>
    /// <param name="project">The built program: the gateway's own, or one around it.</param>
    /// <param name="issuer">Whose tokens it takes.</param>
    /// <param name="area">The one service behind it.</param>
    /// <param name="service">Where that is.</param>
    /// <param name="arguments">What the program wants before the settings.</param>
    public static async Task<GatewayProgram> StartAsync(string project, TestIssuer issuer, string area, Uri service, params IEnumerable<string> arguments)
    {
        var (rest, grpc) = (FreePorts.Next(), FreePorts.Next());
        var program = await ServerProgram.StartAsync(project, grpc,
        [
            .. arguments, $"--contentRoot={Path.GetTempPath()}", "--Logging:LogLevel:Default=Warning",
            $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{rest}", "--Kestrel:Endpoints:http:Protocols=Http1",
            $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{grpc}", "--Kestrel:Endpoints:grpc:Protocols=Http2",
            $"--Identity:Issuer={TestIssuer.Issuer}", $"--Identity:JwksUri={issuer.Address}/jwks",
            "--Programmes:0:Name=anytown", "--Programmes:0:IntegratedCareBoard=QAA", "--Programmes:0:Council=E06000999",
            // One client asks for all that is asked; how much one may is another question.
            "--RateLimit:RequestsPerSecond=1000000", "--RateLimit:Burst=1000000",
            $"--services:{area}:grpc:0={service.GetLeftPart(UriPartial.Authority)}",
        ]);
        return new GatewayProgram(program, new Uri($"http://127.0.0.1:{rest}"), new Uri($"http://127.0.0.1:{grpc}"));
    }
}
