using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.Bacs;
using PersonalBudgets.Payments.Tests.BankDetails;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

[assembly: AssemblyFixture(typeof(PersonalBudgets.Payments.Tests.Slices.PaymentsFixture))]

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>The payments service on real servers, and the people who work with it. One for all tests that leave it in order.</summary>
public class PaymentsFixture : IAsyncLifetime
{
    private int _organisations;

    public TestService Service { get; private set; } = null!;

    public FakeAssessment Assessment { get; private set; } = null!;

    public string BankFiles { get; } = Path.Combine(Directory.CreateTempSubdirectory("bank-files").FullName, "out");

    public LedgerService.LedgerServiceClient Ledger => new(Service.Channel);

    public PayeesService.PayeesServiceClient Payees => new(Service.Channel);

    public FunderAccountsService.FunderAccountsServiceClient FunderAccounts => new(Service.Channel);

    public PaymentSchedulesService.PaymentSchedulesServiceClient Schedules => new(Service.Channel);

    public PayRunsService.PayRunsServiceClient PayRuns => new(Service.Channel);

    public Metadata Maker => By("maker");

    public Metadata Checker => By("checker");

    /// <summary>Somebody of another programme.</summary>
    public Metadata Stranger => Service.As("stranger", "QRL", "south");

    public DateOnly Today => LondonTime.DateOf(Service.Clock.GetUtcNow());

    protected virtual IEnumerable<(string Key, string Value)> Settings => [];

    public async ValueTask InitializeAsync()
    {
        Assessment = await FakeAssessment.StartAsync();
        Service = await TestService.StartAsync<Program>("payments", [
            ("services:assessment:grpc:0", Assessment.Address), ("Holds:SweepInterval", "00:00:00.3"),
            ("BankDetails:Key", Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray())),
            ("BankFiles:Folder", BankFiles), ("BankFiles:Interval", "00:00:00.2"),
            ("ModulusCheck:TablesFolder", Tables.Invented),
            .. Settings,
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Service is not null)
            await Service.DisposeAsync();
        if (Assessment is not null)
            await Assessment.DisposeAsync();
        Directory.GetParent(BankFiles)!.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    public Metadata By(string subject) => Service.As(subject, TestService.IntegratedCareBoard);

    public static string NewId() => Guid.CreateVersion7().ToString();

    /// <summary>A funder that no other test knows.</summary>
    public string NewFunder() => $"E{Interlocked.Increment(ref _organisations):00000000}";

    /// <summary>The first pay date whose file can still reach Bacs.</summary>
    public DateOnly NextPayDate()
    {
        var calendar = new BacsCalendar(BankHolidays.Embedded());
        var first = BacsCalendar.FirstSubmission(Service.Clock.GetUtcNow());
        var day = first.AddDays(1);
        while (!calendar.IsWorkingDay(day) || calendar.DaysOf(day).Submission < first)
            day = day.AddDays(1);
        return day;
    }

    /// <summary>Tells the service over the broker that a plan was approved, and waits for its schedule.</summary>
    public async Task<PaymentSchedule> ApproveAsync(string personId, DateOnly start, params IReadOnlyList<ApprovedLine> lines)
    {
        var plan = new PlanApproved
        {
            Programme = TestService.Programme,
            SubjectId = NewId(),
            SubjectVersion = 4,
            OccurredAt = Service.Clock.GetUtcNow(),
            PersonId = personId,
            CommitmentId = NewId(),
            StartDate = start,
            Lines = lines,
        };
        await PublishAsync(plan);
        var schedules = await Eventually.AnswersAsync(
            async () => await Schedules.ListPaymentSchedulesAsync(new ListPaymentSchedulesRequest { PlanId = plan.SubjectId }, Maker),
            answer => answer.PaymentSchedules.Count > 0);
        return Assert.Single(schedules.PaymentSchedules);
    }

    public static ApprovedLine DirectPayment(string payeeId, params ApprovedShare[] shares) => new(NewId(), "DIRECT_PAYMENT", payeeId, shares);

    /// <summary>A payee that the maker recorded and the checker verified.</summary>
    public async Task<Payee> VerifiedPayeeAsync(string personId, string name = "R Example")
    {
        var payee = await Payees.CreatePayeeAsync(PayeeOf(personId, name), Maker);
        var answer = await Payees.VerifyPayeeAsync(new VerifyPayeeRequest { PayeeId = payee.PayeeId, Etag = payee.Etag, RequestId = NewId() }, Checker);
        return answer.Payee;
    }

    public static CreatePayeeRequest PayeeOf(string personId, string name = "R Example") => new()
    {
        Payee = new Payee { Kind = PayeeKind.Person, PersonId = personId, AccountName = name, SortCode = "089999", AccountNumber = "66374958" },
        RequestId = NewId(),
    };

    public async Task<FunderAccount> VerifiedFunderAccountAsync(string funder)
    {
        var account = await FunderAccounts.CreateFunderAccountAsync(FunderAccountOf(funder), Maker);
        var answer = await FunderAccounts.VerifyFunderAccountAsync(
            new VerifyFunderAccountRequest { FunderAccountId = account.FunderAccountId, Etag = account.Etag, RequestId = NewId() }, Checker);
        return answer.FunderAccount;
    }

    public static CreateFunderAccountRequest FunderAccountOf(string funder) => new()
    {
        FunderAccount = new FunderAccount
        {
            Funder = funder, AccountName = "ANYTOWN COUNCIL", SortCode = "107999", AccountNumber = "88837491", ServiceUserNumber = "123456",
        },
        RequestId = NewId(),
    };

    public CreatePayRunRequest RunOf(string funder, DateOnly? payDate = null) => new()
    {
        PayRun = new PayRun { Funder = funder, PayDate = $"{payDate ?? NextPayDate():yyyy-MM-dd}" },
        RequestId = NewId(),
    };

    public static ReleasePayRunRequest ReleaseOf(PayRun run) => new() { PayRunId = run.PayRunId, Etag = run.Etag, RequestId = NewId() };

    /// <summary>The account of a funder of a kind: the plan's, or the funder's own.</summary>
    public async Task<LedgerAccount> AccountAsync(PaymentSchedule schedule, string funder, LedgerAccountKind kind)
    {
        var isOfPlan = kind is not (LedgerAccountKind.Bank or LedgerAccountKind.BudgetAvailable);
        var answer = await Ledger.ListLedgerAccountsAsync(
            new ListLedgerAccountsRequest { PlanId = isOfPlan ? schedule.PlanId : "", PageSize = 1000 }, Maker);
        return Assert.Single(answer.LedgerAccounts, account => account.Funder == funder && account.Kind == kind);
    }

    /// <summary>Publishes an event as another service would: this service's own relay carries it.</summary>
    public Task PublishAsync(IDomainEvent told) => Service.Services.GetRequiredService<UnitOfWork>().WithoutCallerAsync(
        told.Programme,
        "test:publish",
        mutation =>
        {
            mutation.Publish(told, told.SubjectId);
            mutation.Audit("tests.event.published", "EVENT", Guid.Parse(told.SubjectId));
            return Task.FromResult(true);
        },
        CancellationToken.None);
}
