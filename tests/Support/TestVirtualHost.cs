using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace PersonalBudgets.Tests.Support;

/// <summary>A virtual host of the broker for one test class: exchanges and queues of its own.</summary>
public sealed class TestVirtualHost : IAsyncDisposable
{
    private readonly HttpClient _api;
    private readonly string _name;

    private TestVirtualHost(HttpClient api, string broker, string name) => (_api, _name, ConnectionString) = (api, name, $"{broker}/{name}");

    /// <summary>The <c>amqp</c> address with the virtual host.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes one on the shared broker.</summary>
    public static async Task<TestVirtualHost> CreateAsync()
    {
        var (address, management) = await TestServers.BrokerAsync();
        return await CreateAsync(address, management);
    }

    /// <summary>Makes one on this broker.</summary>
    public static async Task<TestVirtualHost> CreateAsync(string address, Uri management)
    {
        var user = Uri.UnescapeDataString(new Uri(address).UserInfo);
        var api = new HttpClient { BaseAddress = management };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        var name = $"tests-{Guid.NewGuid():N}";
        await PutAsync(api, $"api/vhosts/{name}", new { });
        await PutAsync(api, $"api/permissions/{name}/{user.Split(':')[0]}", new { configure = ".*", write = ".*", read = ".*" });
        return new TestVirtualHost(api, address, name);
    }

    /// <summary>How many messages a queue holds that are ready or unacknowledged.</summary>
    public async Task<int> CountMessagesAsync(string queue)
    {
        using var answer = await _api.GetAsync(new Uri($"api/queues/{_name}/{Uri.EscapeDataString(queue)}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Queue>())?.Messages ?? 0;
    }

    /// <summary>Removes it with all that is in it.</summary>
    public async ValueTask DisposeAsync()
    {
        using var answer = await _api.DeleteAsync(new Uri($"api/vhosts/{_name}", UriKind.Relative));
        _api.Dispose();
    }

    private static async Task PutAsync(HttpClient api, string path, object body)
    {
        using var answer = await api.PutAsJsonAsync(new Uri(path, UriKind.Relative), body);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The broker's HTTP API at {api.BaseAddress} answers {(int)answer.StatusCode} to {path}.");
    }

    private sealed record Queue(int Messages);
}
