extern alias assessment;
using System.Text.Json;
using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>The tests that call the service share one.</summary>
[CollectionDefinition]
public sealed class AllocationCollection : ICollectionFixture<AllocationService>;

/// <summary>The service for all tests, with Assessment beside it and a broker between them, and calls with safe defaults.</summary>
public sealed class AllocationService : IAsyncLifetime
{
    /// <summary>The programmes' integrated care boards pay for NHS lines; each test that counts pounds has a financial year of its own.</summary>
    public const string Board = "QNX";

    public const string Council = "E10000011";

    private static int _year = 2050;
    private TestVirtualHost? _broker;

    public TestService Service { get; private set; } = null!;

    public TestService Assessment { get; private set; } = null!;

    public AllocationModelsService.AllocationModelsServiceClient Models => new(Service.Channel);

    public AllocationsService.AllocationsServiceClient Allocations => new(Service.Channel);

    public SufficiencyChallengesService.SufficiencyChallengesServiceClient Challenges => new(Service.Channel);

    public AllocationExplanationsService.AllocationExplanationsServiceClient Explanations => new(Service.Channel);

    public FundsService.FundsServiceClient Funds => new(Service.Channel);

    public BudgetsService.BudgetsServiceClient Budgets => new(Service.Channel);

    public CommitmentsService.CommitmentsServiceClient Commitments => new(Service.Channel);

    public Metadata Ann => Service.As();

    public async ValueTask InitializeAsync()
    {
        _broker = await TestVirtualHost.CreateAsync();
        Assessment = await TestService.StartAsync<assessment::Program>("assessment", _broker);
        Service = await TestService.StartAsync<Program>(
            "allocation", _broker,
            ("services:assessment:grpc:0", Assessment.Address), ("Commitments:HoldFor", "00:05:00"), ("Commitments:SweepInterval", "00:00:00.2"),
            ("FundWatch:Interval", "00:00:00.2"));
    }

    public async ValueTask DisposeAsync()
    {
        if (Service is not null)
            await Service.DisposeAsync();
        if (Assessment is not null)
            await Assessment.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    public static string NewId() => Guid.NewGuid().ToString();

    public static int NewYear() => Interlocked.Increment(ref _year);

    public Task<int> ErrorsAsync(string queue) => _broker!.CountMessagesAsync($"{queue}_error");

    /// <summary>Publishes an event as another service would: this service's own relay carries it.</summary>
    public Task PublishAsync(IDomainEvent told) => Service.LookAsync<int>("""
        insert into platform.outbox (message_id, programme, aggregate_id, aggregate_version, type, body)
        values (gen_random_uuid(), @Programme, @Id, @Version, @Type, @Body::jsonb) returning 1
        """,
        new
        {
            told.Programme,
            Id = Guid.Parse(told.SubjectId),
            Version = told.SubjectVersion,
            Type = told.GetType().FullName,
            Body = JsonSerializer.Serialize(told, told.GetType(), JsonSerializerOptions.Web),
        });

    public Task<Fund> FundedAsync(int year, string funder = Board, long pence = 1_000_000) =>
        Funds.CreateFundAsync(
            new CreateFundRequest { Fund = new Fund { Funder = funder, FinancialYear = year, ApprovedPence = pence }, RequestId = NewId() }, Ann).ResponseAsync;

    public async Task<long> CommittedAsync(Fund fund) => (await Funds.GetFundAsync(new GetFundRequest { FundId = fund.FundId }, Ann)).CommittedPence;

    /// <summary>An indicative budget that commitments can name; how they come about is another test's matter.</summary>
    public async Task<string> AllocatedAsync(long annualPence = 0, long oneOffPence = 0)
    {
        var id = NewId();
        await Service.LookAsync<int>("""
            insert into allocation.allocations (programme, id, person_id, assessment_id, eligibility_decision_id, components, annual_pence, issued_at)
            values ('north', @Id, @Id, @Id, @Id, @components::jsonb, @annualPence, now()) returning 1
            """, new { Id = Guid.Parse(id), annualPence, components = $$"""{"components":[{"oneOffPence":"{{oneOffPence}}"}]}""" });
        return id;
    }

    public static CostedLine Line(long annualPence, LegalBasis basis = LegalBasis.Discretionary, NeedType type = NeedType.Health, long oneOffPence = 0) =>
        new() { LineId = NewId(), LegalBasis = basis, NeedType = type, AnnualPence = annualPence, OneOffPence = oneOffPence };

    public async Task<CommitBudgetRequest> RequestAsync(int year, params CostedLine[] lines) => new()
    {
        PlanId = NewId(),
        PlanVersion = 3,
        AllocationId = await AllocatedAsync(),
        StartDate = $"{year}-05-01",
        Lines = { lines },
        Approvals = { Approved(Board), Approved(Council) },
        Reasons = "What they chose meets the need.",
        RequestId = NewId(),
    };

    public static BudgetApproval Approved(string funder, ApprovalLevel level = ApprovalLevel.Panel) => new() { Funder = funder, Level = level };

    public AsyncUnaryCall<CommitBudgetResponse> Commit(CommitBudgetRequest request) => Budgets.CommitBudgetAsync(request, Ann);

    public Task<Commitment> ReadAsync(string commitmentId) =>
        Budgets.GetCommitmentAsync(new GetCommitmentRequest { CommitmentId = commitmentId }, Ann).ResponseAsync;

    /// <summary>The reasons of those of several calls that were refused.</summary>
    public static async Task<IReadOnlyList<string>> RefusalsAsync(IEnumerable<Task> calls)
    {
        var reasons = new List<string>();
        foreach (var call in calls)
        {
            if (await Record.ExceptionAsync(() => call) is not null)
                reasons.Add((await RefusedCall.OfAsync(call)).Reason);
        }

        return reasons;
    }
}
