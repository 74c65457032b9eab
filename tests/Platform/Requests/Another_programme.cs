using Dapper;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Requests;

public sealed class Another_programme(SampleFixture fixture) : SampleTest(fixture)
{
    [Fact]
    public async Task sees_no_resource_and_cannot_tell_that_there_is_one()
    {
        var sample = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());

        var ofNorth = await AssertRefusedAsync(
            Service.Client.GetSampleAsync(new GetSampleRequest { SampleId = sample.SampleId }, Service.As(programme: "south")), StatusCode.NotFound, "SAMPLE_NOT_FOUND");
        var ofNobody = await AssertRefusedAsync(
            Service.Client.GetSampleAsync(new GetSampleRequest { SampleId = Guid.NewGuid().ToString() }, Service.As(programme: "south")), StatusCode.NotFound, "SAMPLE_NOT_FOUND");

        Assert.Equal(ofNorth.Message, ofNobody.Message);
    }

    [Fact]
    public async Task lists_only_its_own()
    {
        var ofNorth = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());
        var own = await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As(programme: "south"));

        var list = await Service.Client.ListSamplesAsync(new ListSamplesRequest { PageSize = 1000 }, Service.As(programme: "south"));

        Assert.Contains(own, list.Samples);
        Assert.DoesNotContain(ofNorth, list.Samples);
    }

    [Fact]
    public async Task may_use_a_unique_value_that_is_taken_elsewhere()
    {
        var request = SampleService.NewSample();
        await Service.Client.CreateSampleAsync(request, Service.As());

        Assert.NotEmpty((await Service.Client.CreateSampleAsync(request, Service.As(programme: "south"))).SampleId);
    }

    [Theory]
    [InlineData("samples.samples")]
    [InlineData("platform.audit_events")]
    [InlineData("platform.request_keys")]
    public async Task unset_sees_no_row(string table)
    {
        await Service.Client.CreateSampleAsync(SampleService.NewSample(), Service.As());
        await using var connection = await OpenAsync();

        Assert.Equal(0, await connection.ExecuteScalarAsync<long>($"select count(*) from {table}"));
        // Where a transaction has set it before, the setting is empty afterwards, not missing.
        await connection.ExecuteAsync("begin; select set_config('app.programme', 'north', true); commit");
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>($"select count(*) from {table}"));
    }

    [Theory]
    [InlineData("insert into samples.cards (programme, id, name) values ('south', gen_random_uuid(), 'x')")]
    [InlineData("delete from samples.samples")]
    [InlineData("truncate samples.samples")]
    [InlineData("update samples.cards set name = 'x'")]
    [InlineData("update platform.audit_events set actor = 'x'")]
    [InlineData("delete from platform.audit_events")]
    [InlineData("update platform.request_keys set hash = ''")]
    [InlineData("update platform.programmes set council = 'x'")]
    [InlineData("alter table samples.samples disable row level security")]
    [InlineData("create table samples.mine (id int)")]
    public async Task is_out_of_reach_of_the_role_that_serves(string statement)
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync("select set_config('app.programme', 'north', false)");

        var failure = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, failure.SqlState);
    }

    private async Task<NpgsqlConnection> OpenAsync() => await Service.Services.GetRequiredService<ServiceDatabase>().DataSource.OpenConnectionAsync();
}
