using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.Reviews;
using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Platform.Clients;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.ServiceDefaults;

if (HealthProbe.IsAsked(args))
    return await HealthProbe.RunAsync();

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPlatform("plans", consumers => consumers
    .Add<IndicativeBudgetIssued, OpenPlanOnIndicativeBudgetIssued>()
    .Add<IndicativeBudgetSuperseded, EndBudgetOnIndicativeBudgetSuperseded>()
    .Add<PaymentReleased, CountPaymentOnPaymentReleased>()
    .Add<PersonDied, CloseOnPersonDied>()
    .Add<PersonDeathWithdrawn, ReopenOnPersonDeathWithdrawn>()
    .Add<PeopleMerged, JoinRecordsOnPeopleMerged>()
    .Add<DirectPaymentPermissionChanged, KeepPermissionOnDirectPaymentPermissionChanged>()
    .Add<NeedsChanged, AskForReviewOnNeedsChanged>()
    .Add<PersonMoved, AskForReviewOnPersonMoved>()
    .Add<CapacityChanged, AskForReviewOnCapacityChanged>()
    .Add<ConsentWithdrawn, AskForReviewOnConsentWithdrawn>()
    .Add<LegalStatusChanged, AskForReviewOnLegalStatusChanged>());
builder.AddServiceClient<BudgetsService.BudgetsServiceClient>("allocation");
builder.Services.AddRules().AddPlanning().AddApproval();

var app = builder.Build();
app.MapPlatform();
app.MapGrpcService<PlansApi>();
app.MapGrpcService<ExclusionRulesApi>();
return await app.RunServiceAsync(args);
