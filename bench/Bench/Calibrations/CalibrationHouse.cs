using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Bench.Allocations;
using PersonalBudgets.Bench.Services;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Launching;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Bench.Calibrations;

/// <summary>Allocation's program with a model that counts points, and a sample of needs and costs in this process.</summary>
internal sealed class CalibrationHouse : IAsyncDisposable
{
    /// <summary>The percentile that is asked for.</summary>
    public const int BasisPoints = 8_000;

    private static readonly string[] Groups = ["OLDER_PEOPLE", "LEARNING_DISABILITY", "MENTAL_HEALTH", "PHYSICAL_DISABILITY"];

    private readonly TestIssuer _issuer;
    private readonly TestServer _postgres;
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private CalibrationSettings _settings = new();

    private CalibrationHouse(TestIssuer issuer, TestServer postgres, ServiceProgram service, IReadOnlyList<SampleCase> sample)
    {
        (_issuer, _postgres, Service, Sample) = (issuer, postgres, service, sample);
        _channel = GrpcChannel.ForAddress(service.Address);
        _headers = new Metadata { { "authorization", $"Bearer {issuer.Token("client:bench", "anytown")}" } };
    }

    public ServiceProgram Service { get; }

    /// <summary>The cases.</summary>
    public IReadOnlyList<SampleCase> Sample { get; }

    /// <summary>The model whose points are priced anew.</summary>
    public static AllocationModel Model => AllocationCases.Models.Single(model => model.Method is AllocationMethod.Linear);

    /// <summary>Starts one.</summary>
    /// <param name="cases">How many cases the sample has.</param>
    public static async Task<CalibrationHouse> StartAsync(int cases)
    {
        var issuer = await TestIssuer.StartAsync(["allocation.models.write", "allocation.models.calibrate"]);
        var postgres = await TestServers.StartPostgresAsync();
        var house = new CalibrationHouse(issuer, postgres, await ServiceProgram.StartAsync("allocation", postgres.ConnectionString, issuer), Cases(cases));
        var model = await new AllocationModelsService.AllocationModelsServiceClient(house._channel).CreateAllocationModelAsync(
            new CreateAllocationModelRequest { AllocationModel = Model, RequestId = Guid.CreateVersion7().ToString() }, house._headers);
        house._settings = new CalibrationSettings
        {
            BaseAllocationModelId = model.AllocationModelId, Method = AllocationMethod.CalibratedPrice, PercentileBasisPoints = BasisPoints,
            FromDate = "2025-04-01", ToDate = "2026-03-31", Source = "Bench",
        };
        return house;
    }

    /// <summary>Sends the whole sample, and waits for the model and its back-test.</summary>
    public async Task<Calibration> CalibrateAsync(CancellationToken cancellationToken)
    {
        var requestId = Guid.CreateVersion7().ToString();
        using var call = new CalibrationsService.CalibrationsServiceClient(_channel).CalibrateModel(_headers, cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new CalibrateModelRequest { RequestId = requestId, Entry = new CalibrationEntry { Settings = _settings } }, cancellationToken);
        foreach (var one in Sample)
            await call.RequestStream.WriteAsync(new CalibrateModelRequest { RequestId = requestId, Entry = new CalibrationEntry { SampleCase = one } }, cancellationToken);
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Service.DisposeAsync();
        await _postgres.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    /// <summary>Everybody has needs that points are given for, and costs that go with them more or less.</summary>
    private static IReadOnlyList<SampleCase> Cases(int count)
    {
        var (random, plain) = (new Random(20260401), new PlainAllocation(Model));
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var needs = AllocationCases.Needs(random);
                // A carer counts who is willing and able.
                foreach (var need in needs)
                    (need.CarerWilling, need.CarerAble) = (true, true);
                // Without points a cost has no price of a point.
                (needs[0].Level, needs[0].CarerContribution) = (5, CarerContribution.None);
                return new SampleCase
                {
                    Profile = new SimulatedProfile { Needs = { needs }, EligibleBases = { AllocationCases.Bases } },
                    ActualAnnualPence = plain.PenceOf(needs, _ => true) * random.Next(40, 180) / 100,
                    ClientGroup = Groups[random.Next(Groups.Length)],
                };
            }),
        ];
    }
}
