using PersonalBudgets.Bench.Load;

namespace PersonalBudgets.Bench.Tests;

public sealed class A_report_of_h2load
{
    private const string Good = """
        finished in 4.00s, 129295.00 req/s, 22.69MB/s
        requests: 517180 total, 517212 started, 517180 done, 517180 succeeded, 0 failed, 0 errored, 0 timeout
        status codes: 517180 2xx, 0 3xx, 0 4xx, 0 5xx
        traffic: 90.76MB (95167072) total, 5.43MB (5689332) headers (space savings 93.22%), 79.90MB (83783160) data
        """;

    [Fact]
    public void tells_requests_and_their_rate() => Assert.Equal(new LoadCount(517_180, 129_295), H2Load.Read(Good, 162));

    [Theory]
    [InlineData("517180 2xx, 0 3xx", "517179 2xx, 1 3xx")]
    [InlineData("0 failed", "1 failed")]
    [InlineData("0 errored", "1 errored")]
    [InlineData("0 timeout", "1 timeout")]
    // A refusal on gRPC is a 200 without a body.
    [InlineData("(83783160) data", "(83783159) data")]
    [InlineData("517180 total", "0 total")]
    [InlineData("finished", "killed")]
    public void counts_for_nothing_where_an_answer_was_none(string text, string instead)
    {
        Assert.Contains(text, Good, StringComparison.Ordinal);
        Assert.Null(H2Load.Read(Good.Replace(text, instead, StringComparison.Ordinal), 162));
    }
}
