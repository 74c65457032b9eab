using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Planning;
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
    .Add<PaymentReleased, CountPaymentOnPaymentReleased>());
builder.AddServiceClient<BudgetsService.BudgetsServiceClient>("allocation");
builder.Services.AddRules().AddPlanning().AddApproval();

var app = builder.Build();
app.MapPlatform();
app.MapGrpcService<PlansApi>();
app.MapGrpcService<ExclusionRulesApi>();
return await app.RunServiceAsync(args);
