using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>Repeats of one change, told apart by request id and body; and stale etags.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class A_request_id(StandingHouse standing)
{
    private const string Fund = """{"funder": "QAA", "financialYear": 2040, "approvedPence": "100"}""";

    [Fact]
    public async Task sent_twice_with_the_same_body_is_answered_the_same_and_says_so()
    {
        var id = Guid.NewGuid().ToString();

        var (first, firstBody) = await PostAsync(id, Fund.Replace("2040", "2041", StringComparison.Ordinal));
        var (second, secondBody) = await PostAsync(id, Fund.Replace("2040", "2041", StringComparison.Ordinal));

        Assert.Equal(201, (int)first.StatusCode);
        Assert.False(first.Headers.Contains("Idempotency-Hit"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Hit")));
        Assert.Equal(firstBody, secondBody);
    }

    [Fact]
    public async Task sent_twice_with_another_body_is_refused()
    {
        var id = Guid.NewGuid().ToString();
        await PostAsync(id, Fund.Replace("2040", "2042", StringComparison.Ordinal));

        var (second, body) = await PostAsync(id, Fund.Replace("2040", "2043", StringComparison.Ordinal));

        Assert.Equal(409, (int)second.StatusCode);
        Assert.Equal("REQUEST_ID_REUSED", JsonNode.Parse(body)!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task sent_many_times_at_once_changes_once()
    {
        var id = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(id, Fund.Replace("2040", "2044", StringComparison.Ordinal))));

        Assert.All(answers, answer => Assert.True(answer.Response.IsSuccessStatusCode, answer.Body));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(answers, answer => !answer.Response.Headers.Contains("Idempotency-Hit"));
    }

    [Fact]
    public async Task in_header_and_body_that_differ_are_refused_at_the_field()
    {
        var body = $$"""{"reason": "DECLINE_REASON_BURDEN", "requestId": "{{Guid.NewGuid()}}"}""";

        var answer = await SendAsync("practitioner", $"/v1/offers/{Guid.CreateVersion7()}:decline", Guid.NewGuid().ToString(), body, "W/\"1\"");

        Assert.Equal(400, (int)answer.Response.StatusCode);
        Assert.Contains("/requestId", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_a_change_with_a_stale_etag_is_refused_and_the_change_is_not_made()
    {
        var planId = standing.People.First(person => person.Stopped == "X07").PlanId;

        var answer = await SendAsync("planner", $"/v1/plans/{planId}:submit", Guid.NewGuid().ToString(), "{}", "W/\"1\"");

        Assert.Equal(412, (int)answer.Response.StatusCode);
        Assert.Equal("ETAG_MISMATCH", JsonNode.Parse(answer.Body)!["reason"]!.GetValue<string>());
    }

    private async Task<(HttpResponseMessage Response, string Body)> PostAsync(string id, string body) => await SendAsync("commissioner", "/v1/funds", id, body);

    private async Task<(HttpResponseMessage Response, string Body)> SendAsync(string persona, string path, string id, string body, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await standing.TokenAsync(persona));
        request.Headers.Add("X-Request-ID", id);
        if (etag is not null)
            request.Headers.Add("If-Match", etag);
        var response = await standing.House.Rest.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }
}
