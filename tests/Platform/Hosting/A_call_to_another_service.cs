using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Hosting;

public sealed class A_call_to_another_service(SampleFixture fixture) : SampleTest(fixture)
{
    [Fact]
    public async Task carries_the_callers_own_token()
    {
        var sample = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());

        var relayed = await Service.Client.RelaySampleAsync(new GetSampleRequest { SampleId = sample.SampleId }, Service.As());

        Assert.Equal(sample, relayed);
        // The neighbour sees the caller's programme, so for another one there is nothing, and its answer is passed on as it is.
        await AssertRefusedAsync(
            Service.Client.RelaySampleAsync(new GetSampleRequest { SampleId = sample.SampleId }, Service.As(programme: "south")), StatusCode.NotFound, "SAMPLE_NOT_FOUND");
    }

    [Fact]
    public async Task without_a_caller_carries_a_token_of_the_service_for_the_programme()
    {
        var sample = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As(programme: "south"));
        var neighbour = Service.Services.GetRequiredService<SamplesService.SamplesServiceClient>();

        using var scope = Service.Services.GetRequiredService<UnitOfWork>().EnterProgramme("south", "sweep:test");
        var found = await neighbour.GetSampleAsync(new GetSampleRequest { SampleId = sample.SampleId });

        Assert.Equal(sample, found);
        Assert.Equal(("client_credentials", "service:samples", "south"),
            (Service.Issuer.LastTokenForm["grant_type"], Service.Issuer.LastTokenForm["client_id"], Service.Issuer.LastTokenForm["programme"]));
    }

    [Fact]
    public async Task is_repeated_while_the_other_is_unavailable_for_a_moment()
    {
        var sample = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());

        var relayed = await Service.Client.RelaySampleAsync(new GetSampleRequest { SampleId = sample.SampleId, Mischief = "FLAKY" }, Service.As());

        Assert.Equal(sample, relayed);
    }

    [Fact]
    public async Task is_unavailable_when_nobody_listens()
    {
        // A port that nobody can listen on.
        await using var service = await SampleService.StartReadyAsync(Service.Database, "http://127.0.0.1:1");

        await AssertRefusedAsync(
            service.Client.RelaySampleAsync(new GetSampleRequest { SampleId = Guid.NewGuid().ToString() }, service.As()),
            StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE");
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE")]
    [InlineData(StatusCode.DeadlineExceeded, "DEADLINE")]
    [InlineData(StatusCode.ResourceExhausted, "DEPENDENCY_REFUSED")]
    public void that_is_refused_without_details_is_passed_on_with_a_reason(StatusCode code, string reason)
    {
        var answer = FailureAnswers.Of(new RpcException(new Status(code, "a server's own words")), "budgets.samples", null, isCancelled: false, isLate: false)!;

        Assert.Equal((code, reason), (answer.StatusCode, StatusDetails.ReasonOf(answer)));
        Assert.DoesNotContain("own words", answer.Status.Detail, StringComparison.Ordinal);
    }
}
