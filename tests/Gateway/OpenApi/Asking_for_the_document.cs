using System.Net;
using System.Net.Http.Headers;
using PersonalBudgets.Gateway.OpenApi;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.OpenApi;

/// <summary><c>/openapi.json</c>, over the wire.</summary>
public sealed class Asking_for_the_document(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task needs_no_token()
    {
        var answer = await gateway.Http.GetAsync(DocumentEndpoint.Path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("{\"openapi\":\"3.1.0\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task again_is_answered_without_it_while_it_is_the_same()
    {
        var first = await gateway.Http.GetAsync(DocumentEndpoint.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, DocumentEndpoint.Path);
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));

        var second = await gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task gives_methods_of_other_contracts_too_without_words()
    {
        // The fixture's library has neither comments nor examples: a service that is added outside the contract breaks nothing.
        Assert.Contains("\"/v1/books/{bookId}\"", await gateway.Http.GetStringAsync(DocumentEndpoint.Path), StringComparison.Ordinal);
    }
}
