using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments;
using PersonalBudgets.Payments.FunderAccounts;
using PersonalBudgets.Payments.Holds;
using PersonalBudgets.Payments.Ledger;
using PersonalBudgets.Payments.Payees;
using PersonalBudgets.Payments.PayRuns;
using PersonalBudgets.Payments.Schedules;
using PersonalBudgets.Platform.Clients;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.ServiceDefaults;

if (HealthProbe.IsAsked(args))
    return await HealthProbe.RunAsync();

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPlatform("payments", consumers => consumers
    .Add<PlanApproved, OpenAccountsOnPlanApproved>()
    .Add<PersonDied, HoldPaymentsOnPersonDied>()
    .Add<PersonDeathWithdrawn, LetGoOnPersonDeathWithdrawn>()
    .Add<DirectPaymentPermissionChanged, HoldPaymentsOnDirectPaymentPermissionChanged>()
    .Add<PeopleMerged, JoinRecordsOnPeopleMerged>());
builder.AddServiceClient<SafeguardingConcernsService.SafeguardingConcernsServiceClient>("assessment");
builder.Services.AddBankDetails();
builder.Services.AddLedger();
builder.Services.AddPayees();
builder.Services.AddSchedules();
builder.Services.AddPayRuns();

var app = builder.Build();
app.MapPlatform();
app.MapGrpcService<PayeesApi>();
app.MapGrpcService<FunderAccountsApi>();
app.MapGrpcService<PaymentSchedulesApi>();
app.MapGrpcService<PayRunsApi>();
app.MapGrpcService<LedgerApi>();
return await app.RunServiceAsync(args);
