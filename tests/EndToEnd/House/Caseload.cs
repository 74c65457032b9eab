using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.House;

/// <summary>A trust that loads its caseload.</summary>
/// <param name="http">The gateway's REST door.</param>
/// <param name="token">A token that may load people.</param>
internal sealed class Caseload(HttpClient http, string token)
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>The lines of people with NHS numbers that nobody else has.</summary>
    /// <param name="first">The place of the first number among those for tests.</param>
    /// <param name="count">How many.</param>
    public static string[] People(int first, int count) =>
    [
        .. NhsNumbers.All().Skip(first).Take(count)
            .Select(number => $"{{\"person\":{{\"nhsNumber\":\"{number}\",\"givenName\":\"Load\",\"familyName\":\"Example\",\"birthDate\":\"1980-01-01\"}}}}\n"),
    ];

    /// <summary>Sends lines to their end.</summary>
    public Task<(int Status, JsonObject Body)> SendAsync(string requestId, params IEnumerable<string> lines) =>
        SendAsync(requestId, new StringContent(string.Concat(lines), Encoding.UTF8, MediaType), CancellationToken.None);

    /// <summary>Sends lines and stands still in the middle of one, until it is cancelled: a client of HTTP/1.1 hears no answer before it has sent all.</summary>
    public Task<(int Status, JsonObject Body)> BeginAsync(string requestId, CancellationToken leave, params IEnumerable<string> lines) =>
        SendAsync(requestId, new Begun(string.Concat(lines)[..^20]), leave);

    /// <summary>The load of a request id, as it stands; empty where there is none.</summary>
    public async Task<JsonObject> FindAsync(string requestId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/peopleLoads?pageSize=1000") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await http.SendAsync(request);
        var loads = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["peopleLoads"]!.AsArray();
        return loads.SingleOrDefault(load => load!["requestId"]!.GetValue<string>() == requestId)?.AsObject() ?? [];
    }

    private async Task<(int Status, JsonObject Body)> SendAsync(string requestId, HttpContent content, CancellationToken leave)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/people:load") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("X-Request-ID", requestId);
        using var response = await http.SendAsync(request, leave);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(leave))!.AsObject());
    }

    /// <summary>A body that does not end.</summary>
    private sealed class Begun : HttpContent
    {
        private readonly byte[] _begun;

        public Begun(string begun)
        {
            _begun = Encoding.UTF8.GetBytes(begun);
            Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(_begun, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
