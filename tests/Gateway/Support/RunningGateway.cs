using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway.DevelopmentIssuer;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Support;

/// <summary>The gateway on sockets of its own, with the tests' library as one more area behind it.</summary>
public class RunningGateway : IAsyncLifetime
{
    public const string Programme = "anytown";
    public const string Organisation = "E06000999";

    public static readonly string[] AllOfLibrary = ["library.books.read", "library.books.write", "library.books.lend"];

    private WebApplication _app = null!;

    public FakeLibrary Library { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public GrpcChannel Grpc { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public BooksService.BooksServiceClient Books => new(Grpc);

    protected virtual IEnumerable<string> Settings => [];

    protected virtual Version Version => HttpVersion.Version11;

    protected virtual HttpMessageHandler NewHandler() => new SocketsHttpHandler();

    public async ValueTask InitializeAsync()
    {
        await Library.StartAsync();
        await PrepareAsync();
        string[] settings =
        [
            "--environment=Development", $"--contentRoot={AppContext.BaseDirectory}", "--Logging:LogLevel:Default=Warning",
            $"--services:library:grpc:0={Library.Address}", $"--Programmes:0:Name={Programme}", "--Programmes:0:IntegratedCareBoard=QAA",
            $"--Programmes:0:Council={Organisation}", "--DevelopmentIssuer:ServiceSecret=a-secret-of-the-tests", .. Settings,
        ];
        _app = GatewayApplication.Create(settings, [.. Contract.Services, .. LibraryReflection.Descriptor.Services]);
        await _app.StartAsync();
        // In the order of the settings' endpoints: grpc, http.
        var addresses = _app.Urls.ToArray();
        Grpc = GrpcChannel.ForAddress(addresses[0]);
        Http = new HttpClient(NewHandler())
        {
            BaseAddress = new Uri(addresses[1]), DefaultRequestVersion = Version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected virtual ValueTask CleanAsync() => ValueTask.CompletedTask;

    public string Token(IEnumerable<string>? permissions = null, string subject = "persona:tester") =>
        Services.GetRequiredService<Issuer>().Token(subject, Organisation, Programme, [.. permissions ?? AllOfLibrary], "TESTER");

    public async Task<Reply> SendAsync(
        string method, string path, string? body = null, Action<HttpRequestMessage>? change = null, string? contentType = "application/json", string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token());
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType) } };
        if (method is not "GET")
            request.Headers.Add("X-Request-ID", Guid.NewGuid().ToString());
        change?.Invoke(request);

        var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply(response.StatusCode, response, text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : []);
    }

    public async ValueTask DisposeAsync()
    {
        Grpc.Dispose();
        Http.Dispose();
        await _app.DisposeAsync();
        await Library.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What came back.</summary>
public sealed record Reply(HttpStatusCode Status, HttpResponseMessage Response, JsonObject Body)
{
    public string? Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values)
        : Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public string Text(string member) => Body[member]!.GetValue<string>();

    /// <summary>The violations as <c>pointer field reason</c>, a missing pointer as <c>-</c>.</summary>
    public IEnumerable<string> Violations => Body["violations"]!.AsArray().Select(violation =>
        $"{violation!["pointer"]?.GetValue<string>() ?? "-"} {violation["field"]!.GetValue<string>()} {violation["reason"]!.GetValue<string>()}");

    public void Is(int status, string reason, string type)
    {
        Assert.True(status == (int)Status, $"{(int)Status} {Body.ToJsonString()}");
        Assert.Equal("application/problem+json", Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((reason, "https://personal-budgets.example/problems/" + type, status), (Text("reason"), Text("type"), Body["status"]!.GetValue<int>()));
        Assert.NotEmpty(Text("title"));
        Assert.NotEmpty(Text("detail"));
        Assert.Matches("^[0-9a-f]{32}$", Text("traceId"));
    }
}
