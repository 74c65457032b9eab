using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Faults;

/// <summary>Clients that register people without a pause, and remember what each call was answered.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private readonly HttpClient _http;
    private readonly string _token;
    private static int _people;
    private int _asked;

    private Load(HttpClient http, string token, int clients)
    {
        (_http, _token) = (http, token);
        _clients = [.. Enumerable.Range(0, clients).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>The status of each call, in the order of the answers.</summary>
    public ConcurrentQueue<int> Statuses { get; } = new();

    /// <summary>The requests that have had no good answer yet.</summary>
    public ConcurrentQueue<int> Unanswered { get; } = new();

    /// <summary>How many different people were asked for.</summary>
    public int Asked => _asked;

    public static async Task<Load> StartAsync(HttpClient http, int clients = 8) => new(http, await TokenAsync(http, "practitioner"), clients);

    public static async Task<string> TokenAsync(HttpClient http, string persona, string programme = "anytown", string? organisation = null)
    {
        var ask = new JsonObject { ["persona"] = persona, ["programme"] = programme };
        if (organisation is not null)
            ask["organisation"] = organisation;
        return await TokenAsync(http, ask);
    }

    public static async Task<string> TokenAsync(HttpClient http, JsonObject ask)
    {
        using var answer = await http.PostAsJsonAsync("/dev/token", ask);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
    }

    /// <summary>Ends the calls.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
    }

    /// <summary>Sends a request again, with its own request id.</summary>
    public Task<int> RegisterAsync(int number) => RegisterAsync(_http, _token, number);

    /// <summary>Registers one person; 0: the connection broke.</summary>
    public static async Task<int> RegisterAsync(HttpClient http, string token, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/people");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("X-Request-ID", $"01980000-0000-7000-8000-{number:x12}");
        request.Content = JsonContent.Create(new JsonObject
        {
            ["nhsNumber"] = NhsNumbers.Nth(number),
            ["givenName"] = "Load",
            ["familyName"] = "Load",
            ["birthDate"] = "1990-01-01",
        });
        try
        {
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            // Never the same person twice in a run: a repeat would be answered without a new record.
            var number = Interlocked.Increment(ref _people);
            Interlocked.Increment(ref _asked);
            var status = await RegisterAsync(number);
            Statuses.Enqueue(status);
            if (status != 201)
            {
                Unanswered.Enqueue(number);
                await Task.Delay(20);
            }
        }
    }
}
