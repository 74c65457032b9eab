using PersonalBudgets.AppHost;

if (SuiteOptions.Parse(args, out var exitCode) is not { } options)
    return exitCode;

var dashboard = Environment.GetEnvironmentVariable("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL");
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    DisableDashboard = dashboard is null,
    EnableResourceLogging = true,
});
using var data = DataFolder.Open(builder, options.Data);
if (data is null)
    return 1;

var postgres = builder.AddPostgres("postgres").WithImageTag("15");
var broker = builder.AddRabbitMQ("broker").WithImageTag("3.10-management");
if (data.IsKept)
{
    postgres.WithDataBindMount(data.Of("postgres"));
    broker.WithDataBindMount(data.Of("broker"));
}

var serviceSecret = builder.AddParameter("service-secret", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true);
var bankDetailsKey = builder.AddParameter("bank-details-key", new GenerateParameterDefault { MinLength = 44, Special = false }, secret: true);
// What the replicas of a program must share.
var pagingKey = builder.AddParameter("paging-key", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true);
var issuerKeySeed = builder.AddParameter("issuer-key-seed", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true);

using var ports = PublicPorts.Take();
var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithEndpoint("http", endpoint => endpoint.Port = ports.Rest)
    .WithEndpoint("grpc", endpoint => endpoint.Port = ports.Grpc)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health", endpointName: "http")
    .WithEnvironment("DevelopmentIssuer__ServiceSecret", serviceSecret)
    .WithEnvironment("DevelopmentIssuer__KeySeed", issuerKeySeed)
    .WithReplicas(options.Replicas);
WithIdentity(gateway);
WithProgrammes(gateway);

var assessment = AddService<Projects.Assessment_Service>("assessment", SampleOrganisations.Command);
var allocation = AddService<Projects.Allocation_Service>("allocation").WithReference(assessment.GetEndpoint("grpc"));
var plans = AddService<Projects.Plans_Service>("plans").WithReference(allocation.GetEndpoint("grpc"));
var payments = AddService<Projects.Payments_Service>("payments")
    .WithReference(assessment.GetEndpoint("grpc"))
    .WithEnvironment("BankFiles__Folder", data.Of("bank-files"))
    .WithEnvironment("BankDetails__Key", bankDetailsKey);
IResourceBuilder<ProjectResource>[] services = [assessment, allocation, plans, payments];
foreach (var service in services)
    gateway.WithReference(service);

if (options.PlaysJourneys)
{
    var journey = builder.AddProject<Projects.Journey>("journey")
        .WithArgs("--gateway", gateway.GetEndpoint("http"), "--bank-files", data.Of("bank-files"))
        .WaitFor(gateway);
    if (dashboard is not null)
        journey.WithArgs("--dashboard", dashboard);
    foreach (var service in services)
        journey.WaitFor(service);
}

await using var suite = builder.Build();
return await SuiteRun.RunAsync(suite, options, ports, dashboard);

// Each service has a database of its own, brought up to date by a run of the same program before it starts, and filled by another where it needs it.
IResourceBuilder<ProjectResource> AddService<TProject>(string area, string[]? load = null) where TProject : IProjectMetadata, new()
{
    var database = postgres.AddDatabase($"{area}-db");
    var migration = builder.AddProject<TProject>($"{area}-migrate", options => options.ExcludeKestrelEndpoints = true)
        .WithArgs("migrate")
        .WithReference(database).WaitFor(database)
        .WithReference(broker).WaitFor(broker);
    var service = builder.AddProject<TProject>(area)
        .WithReference(database)
        .WithReference(broker)
        .WithEnvironment("Paging__Key", pagingKey)
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WithReplicas(options.Replicas)
        .WaitForCompletion(migration);
    List<IResourceBuilder<ProjectResource>> programs = [migration, service];
    if (load is not null)
    {
        var loading = builder.AddProject<TProject>($"{area}-load", options => options.ExcludeKestrelEndpoints = true)
            .WithArgs(load)
            .WithReference(database)
            .WithReference(broker)
            .WaitForCompletion(migration);
        service.WaitForCompletion(loading);
        programs.Add(loading);
    }

    foreach (var program in programs)
    {
        WithIdentity(program);
        WithProgrammes(program);
    }
    return service;
}

// The gateway is also the issuer of a local run; its address is known before it starts.
void WithIdentity(IResourceBuilder<ProjectResource> program) => program
    .WithEnvironment("Identity__Issuer", gateway.GetEndpoint("http"))
    .WithEnvironment("Identity__JwksUri", $"{gateway.GetEndpoint("http")}/.well-known/jwks.json")
    .WithEnvironment("Identity__TokenEndpoint", $"{gateway.GetEndpoint("http")}/oauth2/token")
    .WithEnvironment("Identity__ClientSecret", serviceSecret);

// The sample people's programme, and a second one, since what one programme may not see needs another to be seen in.
static void WithProgrammes(IResourceBuilder<ProjectResource> program)
{
    (string Name, string Board, string Council)[] programmes = [("anytown", "QAA", "E06000999"), ("othertown", "QBB", "E06000998")];
    foreach (var (index, programme) in programmes.Index())
    {
        program.WithEnvironment($"Programmes__{index}__Name", programme.Name)
            .WithEnvironment($"Programmes__{index}__IntegratedCareBoard", programme.Board)
            .WithEnvironment($"Programmes__{index}__Council", programme.Council);
    }
}
