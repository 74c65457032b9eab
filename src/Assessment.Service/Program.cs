using PersonalBudgets.Assessment;
using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.CaseloadFacts;
using PersonalBudgets.Assessment.CohortRules;
using PersonalBudgets.Assessment.Cohorts;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.Explanations;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.Offers;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.PeopleLoads;
using PersonalBudgets.Assessment.Reconsiderations;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.ServiceDefaults;

if (HealthProbe.IsAsked(args))
    return await HealthProbe.RunAsync();

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPlatform("assessment");
builder.Services.AddSingleton<AssessmentMetrics>();
builder.Services.AddSingleton<IServiceCommand, LoadOrganisations>();
builder.Services.AddCohorts();
builder.Services.AddOptions<NoticeSettings>().BindConfiguration("Notices").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<OfferSettings>().BindConfiguration("Offers").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<ReconsiderationSettings>().BindConfiguration("Reconsiderations").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<NoticeIssuing>();
builder.Services.AddHostedService<ExpireOffers>();

var app = builder.Build();
app.MapPlatform();
app.MapGrpcService<OrganisationsApi>();
app.MapGrpcService<PeopleApi>();
app.MapGrpcService<CaseloadFactsApi>();
app.MapGrpcService<CohortRulesApi>();
app.MapGrpcService<CohortsApi>();
app.MapGrpcService<PeopleLoadsApi>();
app.MapGrpcService<LegalStatusesApi>();
app.MapGrpcService<NoticesApi>();
app.MapGrpcService<OffersApi>();
app.MapGrpcService<ReconsiderationsApi>();
app.MapGrpcService<AssessmentsApi>();
app.MapGrpcService<EligibilityApi>();
app.MapGrpcService<ExplanationsApi>();
return await app.RunServiceAsync(args);
