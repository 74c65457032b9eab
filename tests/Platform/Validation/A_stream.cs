using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Validation;

/// <summary>Each message of a streamed request is held against its proto, as the one of any other.</summary>
public sealed class A_stream(SampleFixture fixture) : SampleTest(fixture)
{
    [Fact]
    public async Task gives_each_message_the_request_id_of_its_header()
    {
        var id = Guid.NewGuid().ToString();

        var back = await SiftAsync(Service.As(headers: ("x-request-id", id)), new SiftSamplesRequest { Sample = SampleService.NewSample() }, new SiftSamplesRequest { Sample = SampleService.NewSample() });

        Assert.Equal([id, id], back.Select(message => message.RequestId));
        Assert.All(back, message => Assert.Empty(message.LineFaults));
    }

    [Fact]
    public async Task tells_the_slice_what_is_wrong_with_a_message_that_has_a_field_for_it()
    {
        var bad = SampleService.NewSample();
        bad.AmountPence = -1;
        bad.Title = "";

        var back = await SiftAsync(
            Service.As(headers: ("x-request-id", Guid.NewGuid().ToString())), new SiftSamplesRequest { Sample = bad }, new SiftSamplesRequest { Sample = SampleService.NewSample() });

        Assert.Equal(["sample.title REQUIRED", "sample.amount_pence GTE"], back[0].LineFaults.Select(fault => $"{fault.Field} {fault.Reason}"));
        Assert.Empty(back[1].LineFaults);
    }

    [Fact]
    public async Task is_refused_at_a_message_with_faults_that_has_no_field_for_them()
    {
        var bad = SampleService.NewSample();
        bad.AmountPence = -1;

        var failure = await SumAsync(SampleService.NewSample(), bad, SampleService.NewSample());

        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
        Assert.Contains("2", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_refused_over_its_limit_however_small_each_message_is()
    {
        var failure = await SumAsync([.. Enumerable.Range(0, 4).Select(_ => SampleService.NewSample(mischief: new string('x', 900_000)))]);

        Assert.Equal((StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE"), (failure.StatusCode, StatusDetails.ReasonOf(failure)));
    }

    [Fact]
    public async Task is_refused_at_a_message_over_1_MiB()
    {
        var failure = await SumAsync(SampleService.NewSample(mischief: new string('x', 1_050_000)));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    private async Task<List<SiftSamplesRequest>> SiftAsync(Metadata headers, params SiftSamplesRequest[] messages)
    {
        using var call = Service.Client.SiftSamples(headers);
        foreach (var message in messages)
            await call.RequestStream.WriteAsync(message);
        await call.RequestStream.CompleteAsync();
        var back = new List<SiftSamplesRequest>();
        while (await call.ResponseStream.MoveNext(default))
            back.Add(call.ResponseStream.Current);
        return back;
    }

    private async Task<RpcException> SumAsync(params CreateSampleRequest[] messages)
    {
        using var call = Service.Client.SumSamples(Service.As());
        try
        {
            foreach (var message in messages)
                await call.RequestStream.WriteAsync(message);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // The call is over before the last message: its answer says why.
        }

        return await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync);
    }
}
