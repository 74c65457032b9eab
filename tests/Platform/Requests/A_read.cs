using Grpc.Core;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Requests;

public sealed class A_read(SampleFixture fixture) : SampleTest(fixture)
{
    [Fact]
    public async Task of_person_data_is_recorded()
    {
        var card = await Service.Client.CreateCardAsync(new CreateCardRequest { Name = "Zzqueen", RequestId = Guid.NewGuid().ToString() }, Service.As());

        await Service.Client.GetCardAsync(new GetCardRequest { CardId = card.CardId }, Service.As("bob"));

        Assert.Equal(("READ", "Card"), Assert.Single(await Service.LookAsync<(string, string)>("select action, subject_type from platform.audit_events where actor = 'bob'")));
    }

    [Fact]
    public async Task of_anything_else_is_not_recorded()
    {
        var sample = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());

        await Service.Client.GetSampleAsync(new GetSampleRequest { SampleId = sample.SampleId }, Service.As("cat"));

        Assert.Equal(0, await Service.CountAsync("platform.audit_events", "actor = 'cat'"));
    }

    [Fact]
    public async Task cannot_write()
    {
        var sample = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());

        await AssertRefusedAsync(
            Service.Client.GetSampleAsync(new GetSampleRequest { SampleId = sample.SampleId, Mischief = "WRITE" }, Service.As()), StatusCode.Internal, "INTERNAL");

        Assert.Equal(0, await Service.CountAsync("samples.samples", "title = 'stolen'"));
    }

    [Fact]
    public async Task that_fails_tells_the_caller_nothing_but_a_trace_id()
    {
        var failure = await RefusalOf(
            Service.Client.GetSampleAsync(new GetSampleRequest { SampleId = Guid.NewGuid().ToString(), Mischief = "THROW" }, Service.As()));

        Assert.DoesNotContain("Zzqueen", failure.ToString());
        Assert.DoesNotContain("Zzqueen", Errors.StatusDetails.Read(failure)!.ToString());
        Assert.DoesNotContain("InvalidOperation", failure.Status.Detail);
    }
}
