using PersonalBudgets.Allocation;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.BlockContracts;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Calibrations;
using PersonalBudgets.Allocation.Charging.FinancialAssessments;
using PersonalBudgets.Allocation.Charging.Policies;
using PersonalBudgets.Allocation.Charging.Rates;
using PersonalBudgets.Allocation.Charging.Statements;
using PersonalBudgets.Allocation.Explanations;
using PersonalBudgets.Allocation.Delegations;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.Impacts;
using PersonalBudgets.Allocation.People;
using PersonalBudgets.Allocation.Placements;
using PersonalBudgets.Allocation.Pools;
using PersonalBudgets.Allocation.Simulations;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.SufficiencyChallenges;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Platform.Clients;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.People;
using PersonalBudgets.ServiceDefaults;

if (HealthProbe.IsAsked(args))
    return await HealthProbe.RunAsync();

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPlatform("allocation", consumers => consumers
    .Add<EligibilityDecided, IssueIndicativeBudgetOnEligibilityDecided>()
    .Add<EligibilityDecided, SupersedeIndicativeBudgetOnEligibilityDecided>()
    .Add<AssessmentCorrected, MarkCorrectedOnAssessmentCorrected>()
    .Add<PersonDied, ReleaseHoldsOnPersonDied>()
    .Add<PersonDeathWithdrawn, ForgetDeathOnPersonDeathWithdrawn>()
    .Add<PeopleMerged, JoinRecordsOnPeopleMerged>()
    .Add<PlanApproved, ConfirmCommitmentOnPlanApproved>()
    .Add<PlanReturned, ReleaseCommitmentOnPlanReturned>()
    .Add<InterimArrangementMade, CommitOnInterimArrangementMade>()
    .Add<InterimArrangementEnded, EndCommitmentOnInterimArrangementEnded>()
    .Add<InterimArrangementSettled, BackChargeOnInterimArrangementSettled>()
    .Add<SmallBudgetApproved, CommitOnSmallBudgetApproved>()
    .Add<PaymentReleased, CountPaidOnPaymentReleased>());
builder.AddServiceClient<AssessmentsService.AssessmentsServiceClient>("assessment");
builder.AddServiceClient<AgeTriggersService.AgeTriggersServiceClient>("assessment");

builder.Services.AddOptions<SplitSettings>().BindConfiguration("Split").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<CommitmentSettings>().BindConfiguration("Commitments").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<FundWatchSettings>().BindConfiguration("FundWatch").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<NoticeSettings>().BindConfiguration("Notices").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<BudgetComponentSettings>().BindConfiguration("BudgetComponents").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<ChallengeSettings>().BindConfiguration("Challenges").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<TellingRecord>();
builder.Services.AddSingleton<OtherMoneyRecord>();
builder.Services.AddSingleton<Scaling>();
builder.Services.AddSingleton<AllocationMetrics>();
builder.Services.AddSingleton(new PersonStandingStore("allocation"));
builder.Services.AddSingleton<StatedLines>();
builder.Services.AddSingleton<EndedHolds>();
builder.Services.AddSingleton<OneStepCommitments>();
builder.Services.AddSingleton<InterimCommitments>();
builder.Services.AddSingleton<BudgetCommit>();
builder.Services.AddSingleton<IPlanCommits, CommitGathering>();
builder.Services.AddHostedService<ExpireHolds>();
builder.Services.AddHostedService<WatchFunds>();
builder.Services.AddHostedService<ApplyUplifts>();

var app = builder.Build();
app.MapPlatform();
app.MapGrpcService<AllocationModelsApi>();
app.MapGrpcService<SimulationsApi>();
app.MapGrpcService<AllocationsApi>();
app.MapGrpcService<CalibrationsApi>();
app.MapGrpcService<ImpactsApi>();
app.MapGrpcService<SufficiencyChallengesApi>();
app.MapGrpcService<AllocationExplanationsApi>();
app.MapGrpcService<FundsApi>();
app.MapGrpcService<FundChangesApi>();
app.MapGrpcService<FundStatementsApi>();
app.MapGrpcService<FundAlertsApi>();
app.MapGrpcService<PoolsApi>();
app.MapGrpcService<BlockContractsApi>();
app.MapGrpcService<PlacementsApi>();
app.MapGrpcService<BudgetsApi>();
app.MapGrpcService<CommitmentsApi>();
app.MapGrpcService<SplitPoliciesApi>();
app.MapGrpcService<SplitOverridesApi>();
app.MapGrpcService<DelegationAgreementsApi>();
app.MapGrpcService<AnnualUpliftsApi>();
app.MapGrpcService<ChargingRatesApi>();
app.MapGrpcService<ChargingPoliciesApi>();
app.MapGrpcService<FinancialAssessmentsApi>();
app.MapGrpcService<PersonalBudgetStatementsApi>();
return await app.RunServiceAsync(args);
