using Grpc.Core;
using PersonalBudgets.Allocation.Tests.Domain;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Calibrating_a_model(AllocationService allocation)
{
    private CalibrationsService.CalibrationsServiceClient Calibrations => new(allocation.Service.Channel);

    [Fact]
    public async Task from_sample_S_keeps_the_price_and_the_back_test_and_drafts_the_next_version_of_its_base()
    {
        var before = await BaseAsync();

        var calibration = await CalibrateAsync(Settings(before), [.. Samples.S.Select(one => Case(one.Points, one.Pounds))]);

        Assert.Equal((10L, 0L, 22_600L, 8_000), (calibration.CaseCount, calibration.FaultyCount, calibration.PricePerPointPence, calibration.BackTest.CoveredBasisPoints));
        Assert.Equal(calibration, await Calibrations.GetCalibrationAsync(new GetCalibrationRequest { CalibrationId = calibration.CalibrationId }, allocation.Ann));
        var drafted = (await Calibrations.DraftCalibratedModelAsync(
            new DraftCalibratedModelRequest { CalibrationId = calibration.CalibrationId, Name = "Calibrated 2026", ValidFrom = "2095-04-01", RequestId = NewId() }, allocation.Ann)).AllocationModel;
        Assert.Equal(
            (ModelState.Draft, AllocationMethod.CalibratedPrice, 22_600L, 10, before.FamilyId, before.Version + 1),
            (drafted.State, drafted.Method, drafted.PricePerPointPence, drafted.Sample.People, drafted.FamilyId, drafted.Version));
        Assert.Equal(before.DomainPoints, drafted.DomainPoints);
    }

    [Fact]
    public async Task counts_the_points_of_needs_as_an_issue_does_and_tells_of_the_lines_that_it_cannot()
    {
        var before = await BaseAsync();
        var unknown = Profile(Models.Need("MOBILITY", 1));
        var carer = Profile(Models.Need("NIGHT", 2));
        carer.EligibleBases[0] = LegalBasis.Carer;

        var calibration = await CalibrateAsync(
            Settings(before),
            new SampleCase { Profile = Profile(Models.Need("NIGHT", 2)), ActualAnnualPence = 400_000, ClientGroup = "MENTAL_HEALTH" },
            Case(20, 4_000),
            new SampleCase { Profile = unknown, ActualAnnualPence = 1, ClientGroup = "MENTAL_HEALTH" },
            new SampleCase { Profile = carer, ActualAnnualPence = 1, ClientGroup = "MENTAL_HEALTH" },
            new SampleCase { Points = 20, ActualAnnualPence = -1, ClientGroup = "MENTAL_HEALTH" },
            Case(0, 100));

        Assert.Equal((2L, 4L, 20_000L), (calibration.CaseCount, calibration.FaultyCount, calibration.PricePerPointPence));
        Assert.Equal(
            [
                (4L, "entry.sample_case.profile", "NEED_NOT_IN_MODEL"), (5, "entry.sample_case.profile", "NOT_OF_THIS_KIND"),
                (6, "entry.sample_case.actual_annual_pence", "GTE"), (7, "entry.sample_case", "WITHOUT_POINTS"),
            ],
            calibration.FirstFaults.Select(fault => (fault.Line, fault.Field, fault.Reason)));
    }

    [Fact]
    public async Task sent_again_is_answered_as_the_first_time_and_with_other_lines_refused()
    {
        var (settings, requestId) = (Settings(await BaseAsync()), NewId());
        var first = await Send(requestId, settings, Case(20, 2_600), Case(30, 4_500));

        var again = await Send(requestId, settings, Case(20, 2_600), Case(30, 4_500));
        var refusal = await RefusedCall.OfAsync(Send(requestId, settings, Case(20, 2_600), Case(30, 4_501)));

        Assert.Equal(first, again);
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task is_refused_with_all_that_is_wrong_with_its_settings()
    {
        var settings = Settings(await BaseAsync());
        (settings.Method, settings.ScaleToBudget, settings.ToDate) = (AllocationMethod.LookupCurve, true, "2020-01-01");

        var refusal = await RefusedCall.OfAsync(CalibrateAsync(settings, Case(20, 2_600)));

        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (refusal.Code, refusal.Reason));
        Assert.Equal(
            ["entry.settings.percentile_basis_points", "entry.settings.scale_to_budget", "entry.settings.budget_pence", "entry.settings.to_date"], refusal.Fields);
    }

    [Fact]
    public async Task is_refused_without_settings_without_a_case_and_on_a_base_that_is_not_there()
    {
        var settings = Settings(await BaseAsync());
        var elsewhere = settings.Clone();
        elsewhere.BaseAllocationModelId = NewId();

        Assert.Equal(["entry.settings"], (await RefusedCall.OfAsync(SendAsync(NewId(), new CalibrationEntry { SampleCase = Case(20, 2_600) }))).Fields);
        Assert.Equal("SAMPLE_EMPTY", (await RefusedCall.OfAsync(CalibrateAsync(settings))).Reason);
        Assert.Equal("ALLOCATION_MODEL_NOT_FOUND", (await RefusedCall.OfAsync(CalibrateAsync(elsewhere, Case(20, 2_600)))).Reason);
        Assert.Equal("SCALE_NOT_DECIDED", (await RefusedCall.OfAsync(CalibrateAsync(Scaled(settings), Case(20, 2_600)))).Reason);

        static CalibrationSettings Scaled(CalibrationSettings settings)
        {
            var scaled = settings.Clone();
            (scaled.ScaleToBudget, scaled.BudgetPence) = (true, 200_000);
            return scaled;
        }
    }

    [Fact]
    public async Task of_two_models_on_one_sample_shows_them_side_by_side()
    {
        var (first, second) = (await BaseAsync(pricePence: 20_000), await BaseAsync(pricePence: 22_600));
        using var call = Calibrations.CompareModels(allocation.Ann);
        await call.RequestStream.WriteAsync(new CompareModelsRequest
        {
            Entry = new ComparisonEntry
            {
                Settings = new ComparisonSettings
                {
                    FirstAllocationModelId = first.AllocationModelId, SecondAllocationModelId = second.AllocationModelId, BudgetPence = 11_000_000,
                },
            },
        });
        foreach (var (points, pounds) in Samples.S)
            await call.RequestStream.WriteAsync(new CompareModelsRequest { Entry = new ComparisonEntry { SampleCase = Case(points, pounds) } });
        await call.RequestStream.WriteAsync(new CompareModelsRequest { Entry = new ComparisonEntry { SampleCase = new SampleCase { Points = 1 } } });
        await call.RequestStream.CompleteAsync();

        var comparison = await call;

        Assert.Equal((10L, 1L, "entry.sample_case.client_group"), (comparison.CaseCount, comparison.FaultyCount, comparison.FirstFaults[0].Field));
        Assert.Equal((7_000, 10_400_000L, 600_000L), (comparison.First.CoveredBasisPoints, comparison.First.AllocatedPence, comparison.First.BudgetDifferencePence));
        Assert.Equal((8_000, 11_752_000L, -752_000L), (comparison.Second.CoveredBasisPoints, comparison.Second.AllocatedPence, comparison.Second.BudgetDifferencePence));
        var group = Assert.Single(comparison.Shifts.Groups);
        Assert.Equal(("MENTAL_HEALTH", 10L, 1_352_000L), (group.Group, group.GainingCount, group.AfterPence - group.BeforePence));
        Assert.Equal(2_600 * 475 / 10, comparison.Differences[3].Pence);
    }

    [Fact]
    public async Task is_seen_by_its_own_programme_alone_and_listed_there()
    {
        var calibration = await CalibrateAsync(Settings(await BaseAsync()), Case(20, 2_600));
        var stranger = allocation.Service.As("stranger", "QRL", "south");

        var mine = await Calibrations.ListCalibrationsAsync(new ListCalibrationsRequest { PageSize = 1_000 }, allocation.Ann);
        var refusal = await RefusedCall.OfAsync(Calibrations.GetCalibrationAsync(new GetCalibrationRequest { CalibrationId = calibration.CalibrationId }, stranger));

        Assert.Contains(calibration, mine.Calibrations);
        Assert.Equal("CALIBRATION_NOT_FOUND", refusal.Reason);
        Assert.Empty((await Calibrations.ListCalibrationsAsync(new ListCalibrationsRequest(), stranger)).Calibrations);
    }

    private static SampleCase Case(int points, long pounds) => new() { Points = points, ActualAnnualPence = pounds * 100, ClientGroup = "MENTAL_HEALTH" };

    private static SimulatedProfile Profile(params Assessment.V1.Need[] needs) => new() { Needs = { needs }, EligibleBases = { LegalBasis.CareAct } };

    private static CalibrationSettings Settings(AllocationModel before) => new()
    {
        BaseAllocationModelId = before.AllocationModelId,
        Method = AllocationMethod.CalibratedPrice,
        PercentileBasisPoints = 8_000,
        FromDate = "2025-04-01",
        ToDate = "2026-03-31",
        Source = "Adult social care ledger",
    };

    private async Task<AllocationModel> BaseAsync(long pricePence = 18_250) => await allocation.Models.CreateAllocationModelAsync(
        new CreateAllocationModelRequest { AllocationModel = Models.Linear(pricePence), RequestId = NewId() }, allocation.Ann);

    private Task<Calibration> CalibrateAsync(CalibrationSettings settings, params SampleCase[] cases) => Send(NewId(), settings, cases);

    private Task<Calibration> Send(string requestId, CalibrationSettings settings, params SampleCase[] cases) =>
        SendAsync(requestId, [new CalibrationEntry { Settings = settings }, .. cases.Select(one => new CalibrationEntry { SampleCase = one })]);

    private async Task<Calibration> SendAsync(string requestId, params CalibrationEntry[] entries)
    {
        using var call = Calibrations.CalibrateModel(allocation.Ann);
        foreach (var entry in entries)
            await call.RequestStream.WriteAsync(new CalibrateModelRequest { Entry = entry, RequestId = requestId });
        await call.RequestStream.CompleteAsync();
        return await call;
    }
}
