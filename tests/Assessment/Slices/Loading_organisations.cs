using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>A service of its own: what is loaded holds for all programmes, and the other tests' codes are made up.</summary>
public sealed class OrganisationsService : IAsyncLifetime
{
    public TestService Service { get; private set; } = null!;

    public V1.OrganisationsService.OrganisationsServiceClient Organisations => new(Service.Channel);

    public async ValueTask InitializeAsync()
    {
        Service = await TestService.StartAsync<Program>("assessment");
        Assert.Equal(0, await LoadAsync(
            "INTEGRATED_CARE_BOARD", Sample("integrated-care-boards.csv"), "GP_PRACTICE", Sample("gp-practices.csv"), "SUCCESSIONS", Sample("successions.csv")));
    }

    public ValueTask DisposeAsync() => Service?.DisposeAsync() ?? ValueTask.CompletedTask;

    public static string Sample(string file) => Path.Combine(Repository.Root, "samples", "Organisations", file);

    public Task<int> LoadAsync(params string[] arguments) =>
        Service.Services.GetServices<IServiceCommand>().Single(command => command.Name == "load-organisations").RunAsync(arguments, TextWriter.Null, CancellationToken.None);
}

public sealed class Loading_organisations(OrganisationsService house) : IClassFixture<OrganisationsService>
{
    [Fact]
    public async Task brings_names_dates_and_successions_both_ways()
    {
        var board = await GetAsync("QAA");
        var gone = await GetAsync("QAY");

        Assert.Equal(("NHS ANYTOWN AND COUNTY INTEGRATED CARE BOARD", OrganisationKind.IntegratedCareBoard, "2022-07-01", ""), (board.Name, board.Kind, board.OpenDate, board.CloseDate));
        Assert.Equal([("QAY", "2026-04-01"), ("QAZ", "2026-04-01")], board.SuccessorOf.Select(one => (one.OrganisationCode, one.EffectiveDate)));
        Assert.Equal("2026-03-31", gone.CloseDate);
        Assert.Equal("QAA", Assert.Single(gone.SucceededBy).OrganisationCode);
        Assert.Empty(gone.SuccessorOf);
        Assert.Equal("ORGANISATION_NOT_FOUND", (await RefusedCall.OfAsync(house.Organisations.GetOrganisationAsync(
            new GetOrganisationRequest { OrganisationCode = "QOP" }, house.Service.As()))).Reason);
    }

    [Fact]
    public async Task lists_page_after_page_those_of_a_kind_that_were_open_on_a_day_and_says_which_kinds_are_loaded()
    {
        Assert.Equal(["QAA", "QAY", "QAZ", "QBB", "QCC"], await ListAsync("2026-03-31"));
        Assert.Equal(["QAA", "QBB", "QCC"], await ListAsync("2026-04-01"));
        Assert.Empty(await ListAsync("2022-06-30"));

        async Task<IReadOnlyList<string>> ListAsync(string openOn)
        {
            var codes = new List<string>();
            var token = "";
            do
            {
                var page = await house.Organisations.ListOrganisationsAsync(
                    new ListOrganisationsRequest { Kind = OrganisationKind.IntegratedCareBoard, OpenOn = openOn, PageSize = 2, PageToken = token }, house.Service.As());
                Assert.Equal([OrganisationKind.IntegratedCareBoard, OrganisationKind.GpPractice], page.LoadedKinds);
                codes.AddRange(page.Organisations.Select(organisation => organisation.OrganisationCode));
                token = page.NextPageToken;
            }
            while (token is not "");
            return codes;
        }
    }

    [Fact]
    public async Task again_changes_what_the_file_has_and_keeps_the_rest()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            "QCC","NHS THIRDSHIRE, ""NEW"" INTEGRATED CARE BOARD",,,,,,,,,20220701,,A

            """, TestContext.Current.CancellationToken);

        Assert.Equal(0, await house.LoadAsync("INTEGRATED_CARE_BOARD", file));
        File.Delete(file);

        Assert.Equal("NHS THIRDSHIRE, \"NEW\" INTEGRATED CARE BOARD", (await GetAsync("QCC")).Name);
        Assert.Equal("QAA", (await GetAsync("QAA")).OrganisationCode);
    }

    [Fact]
    public async Task of_a_file_with_bad_lines_names_them_and_loads_nothing_of_any_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(
            file,
            [
                "QDD,GOOD,,,,,,,,,20220701,", "Q1,SHORT CODE,,,,,,,,,20220701,", "QDE,NO DATE,,,,,,,,,,", "QDF,BAD DATE,,,,,,,,,2022-07-01,",
                "QDG,ENDED FIRST,,,,,,,,,20220701,20210101", "QDH,FEW,", "\"QDI,OPEN QUOTE,,,,,,,,,20220701,", "QDJ,,,,,,,,,,20220701,",
            ],
            TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            house.LoadAsync("TRUST", OrganisationsService.Sample("trusts.csv"), "INTEGRATED_CARE_BOARD", file));
        File.Delete(file);

        Assert.All([2, 3, 4, 5, 6, 7, 8], line => Assert.Contains($"line {line}:", refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("line 1:", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(await house.Service.LookAsync<long>("select count(*) from assessment.organisations where code in ('QDD', 'RZ1')")));
    }

    [Theory]
    [InlineData]
    [InlineData("GP_PRACTICE")]
    [InlineData("HOSPITAL", "file.csv")]
    public async Task says_how_it_is_used_when_its_arguments_mean_nothing(params string[] arguments) => Assert.Equal(2, await house.LoadAsync(arguments));

    [Fact]
    public async Task of_a_file_that_is_not_there_says_so() =>
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<InvalidOperationException>(() => house.LoadAsync("TRUST", "/nowhere/etr.csv"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("QAA", OrganisationKind.IntegratedCareBoard, "2026-06-01", null)]
    [InlineData("QAA", OrganisationKind.Unspecified, "2026-06-01", null)]
    [InlineData("", OrganisationKind.IntegratedCareBoard, "2026-06-01", null)]
    [InlineData("QAY", OrganisationKind.IntegratedCareBoard, "2026-03-31", null)]
    [InlineData("QAY", OrganisationKind.IntegratedCareBoard, "2026-04-01", "ORGANISATION_NOT_OPEN")]
    [InlineData("QAY", OrganisationKind.IntegratedCareBoard, "2022-06-30", "ORGANISATION_NOT_OPEN")]
    [InlineData("QXX", OrganisationKind.IntegratedCareBoard, "2026-06-01", "ORGANISATION_UNKNOWN")]
    [InlineData("Z99001", OrganisationKind.IntegratedCareBoard, "2026-06-01", "ORGANISATION_FORM")]
    [InlineData("QAA", OrganisationKind.SubIcbLocation, "2026-06-01", "ORGANISATION_OF_OTHER_KIND")]
    [InlineData("A1B2C", OrganisationKind.GpPractice, "2026-06-01", "ORGANISATION_UNKNOWN")]
    [InlineData("Z99009", OrganisationKind.Unspecified, "2026-06-01", "ORGANISATION_UNKNOWN")]
    [InlineData("RX1", OrganisationKind.Trust, "2026-06-01", null)]
    [InlineData("RX1", OrganisationKind.Unspecified, "2026-06-01", null)]
    [InlineData("X26", OrganisationKind.Trust, "2026-06-01", "ORGANISATION_FORM")]
    public async Task is_what_codes_are_checked_against_where_their_kind_is_loaded_and_by_their_form_where_not(string code, OrganisationKind kind, string day, string? reason)
    {
        var fault = await house.Service.Services.GetRequiredService<UnitOfWork>().ReadWithoutCallerAsync(
            TestService.Programme, "test", session => OrganisationCheck.FaultAsync(session, "person.gp_practice", code, kind, DateOnly.Parse(day)), TestContext.Current.CancellationToken);

        Assert.Equal(reason, fault?.Reason);
        if (reason is "ORGANISATION_NOT_OPEN" && day is "2026-04-01")
            Assert.Contains("QAA", fault!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2010-05-01", "QAA", true)]
    [InlineData("2010-05-01", "QAY", true)]
    [InlineData("2026-03-31", "QAY", true)]
    [InlineData("2026-04-01", "QAY", false)]
    public async Task lets_a_home_from_before_there_were_boards_name_the_board_that_took_over(string start, string board, bool isTaken)
    {
        var home = Facts.Place(start, ResidenceKind.OwnHome, "E06000999", board);

        var faults = await house.Service.Services.GetRequiredService<UnitOfWork>().ReadWithoutCallerAsync(
            TestService.Programme, "test", session => ResidenceChecks.OrganisationFaultsAsync(session, home), TestContext.Current.CancellationToken);

        Assert.Equal(isTaken ? [] : ["residence.integrated_care_board"], faults.Select(fault => fault.FieldPath));
    }

    private async Task<Organisation> GetAsync(string code) =>
        await house.Organisations.GetOrganisationAsync(new GetOrganisationRequest { OrganisationCode = code }, house.Service.As());
}
