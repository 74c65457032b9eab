using Grpc.Core;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Identity;

public sealed class A_permission(SampleFixture fixture) : SampleTest(fixture)
{
    [Fact]
    public async Task is_needed_for_every_method_and_named_when_it_is_missing()
    {
        var status = await AssertRefusedAsync(
            Service.Client.ListSamplesAsync(new ListSamplesRequest(), Service.As(permissions: ["samples.samples.write"])), StatusCode.PermissionDenied, "PERMISSION_REQUIRED");

        Assert.Equal("samples.samples.read", status.Details[0].Unpack<Google.Rpc.ErrorInfo>().Metadata["permission"]);
    }

    [Fact]
    public async Task is_looked_at_before_the_request_and_before_what_exists() =>
        await AssertRefusedAsync(
            Service.Client.GetSampleAsync(new GetSampleRequest { SampleId = "no id" }, Service.As(permissions: [])), StatusCode.PermissionDenied, "PERMISSION_REQUIRED");

    [Fact]
    public async Task that_no_proto_names_is_nobodys() =>
        await AssertRefusedAsync(
            Service.Client.ForgottenMethodAsync(new GetSampleRequest(), Service.As(permissions: [""])), StatusCode.PermissionDenied, "METHOD_CLOSED");

    [Theory]
    [InlineData("RX1", true)]
    [InlineData("RX2", false)]
    [InlineData("rx1", false)]
    public async Task is_of_the_organisation_that_the_header_names(string organisation, bool isAdmitted)
    {
        var call = Service.Client.ListSamplesAsync(new ListSamplesRequest(), Service.As(headers: ("NHSD-End-User-Organisation-ODS", organisation)));

        if (isAdmitted)
            await call;
        else
            await AssertRefusedAsync(call, StatusCode.PermissionDenied, "ORGANISATION_MISMATCH");
    }

    [Fact]
    public async Task is_not_needed_to_ask_for_health()
    {
        var health = new Grpc.Health.V1.Health.HealthClient(Service.Channel);

        foreach (var name in (string[])["", "personalbudgets.samples.v1.SamplesService"])
        {
            var answer = await health.CheckAsync(new Grpc.Health.V1.HealthCheckRequest { Service = name });
            Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
        }
    }
}
