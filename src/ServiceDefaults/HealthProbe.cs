using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace PersonalBudgets.ServiceDefaults;

/// <summary>
/// The program asks the one that serves beside it how it is: the check of a container whose image has neither shell nor curl. It starts
/// nothing else, since it runs every few seconds.
/// </summary>
public static class HealthProbe
{
    private const string AddressSetting = "Kestrel:Endpoints:http:Url";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether the arguments ask for it: <c>health</c>.</summary>
    public static bool IsAsked(string[] args) => args is ["health"];

    /// <summary>Asks <c>/health</c> at the port of the settings' endpoint <c>http</c>.</summary>
    /// <returns>The exit code: 0 healthy or degraded, 1 anything else.</returns>
    public static async Task<int> RunAsync()
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
        if (settings[AddressSetting] is not { Length: > 0 } address)
            return await FailAsync($"No address to ask: set {AddressSetting.Replace(":", "__", StringComparison.Ordinal)}.");

        // The setting says where to listen, such as http://*:8081; from inside it is always this machine.
        var own = BindingAddress.Parse(address);
        // A certificate names the machine as others know it, not as it knows itself.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"{own.Scheme}://127.0.0.1:{own.Port}/health"));
            return answer.IsSuccessStatusCode ? 0 : await FailAsync(await answer.Content.ReadAsStringAsync());
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return await FailAsync($"Port {own.Port} does not answer: {failure.Message}");
        }
    }

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }
}
