using Grpc.Core;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Paging;

public sealed class A_list(SampleFixture fixture) : SampleTest(fixture)
{
    [Fact]
    public async Task comes_in_pages_without_a_gap_or_a_repeat()
    {
        var made = new List<string>();
        for (var number = 0; number < 7; number++)
            made.Add((await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As(programme: "south"))).SampleId);

        var seen = new List<string>();
        var request = new ListSamplesRequest { PageSize = 3 };
        do
        {
            var page = await Service.Client.ListSamplesAsync(request, Service.As(programme: "south"));
            Assert.InRange(page.Samples.Count, 1, 3);
            seen.AddRange(page.Samples.Select(sample => sample.SampleId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(made, seen);
    }

    [Fact]
    public async Task has_no_page_of_negative_size() =>
        await AssertRefusedAsync(Service.Client.ListSamplesAsync(new ListSamplesRequest { PageSize = -1 }, Service.As()), StatusCode.InvalidArgument, "FIELD_INVALID");

    [Theory]
    [InlineData("tampered")]
    [InlineData("cut")]
    [InlineData("noise")]
    [InlineData("of another filter")]
    [InlineData("of another programme")]
    public async Task refuses_a_token_that_is_not_its_own(string what)
    {
        foreach (var _ in Enumerable.Range(0, 2))
            await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());
        var token = (await Service.Client.ListSamplesAsync(new ListSamplesRequest { PageSize = 1 }, Service.As())).NextPageToken;

        var request = new ListSamplesRequest
        {
            PageSize = 1,
            Title = what is "of another filter" ? "x" : "",
            PageToken = what switch
            {
                "tampered" => (token[0] is 'A' ? 'B' : 'A') + token[1..],
                "cut" => token[..^4],
                "noise" => "not a token at all; drop table",
                _ => token,
            },
        };

        await AssertRefusedAsync(
            Service.Client.ListSamplesAsync(request, Service.As(programme: what is "of another programme" ? "south" : "north")), StatusCode.InvalidArgument, "FIELD_INVALID");
    }
}
