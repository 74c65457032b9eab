using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Bench.Outbox.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.ServiceDefaults;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Bench.Outbox;

/// <summary>The suite's way: outbox, relay, broker, consumer, inbox. A whole service as any of the suite, with the settings of production.</summary>
internal sealed class OutboxPath(WebApplication app, Journeys journeys, IReadOnlyList<IAsyncDisposable> parts) : EventPath(journeys)
{
    private const string Programme = "anytown";
    private static readonly Subscription Effect = new(typeof(ChangeMade), "outbox.record-effect-on-change-made", "outbox");

    /// <summary>Migrates and starts the service.</summary>
    public static async Task<OutboxPath> StartAsync(string postgres)
    {
        var (database, broker, issuer) = (await TestDatabase.CreateEmptyAsync("outbox", postgres), await TestVirtualHost.CreateAsync(), await TestIssuer.StartAsync([]));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath(), EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:outbox-db"] = database.ConnectionString,
            ["ConnectionStrings:broker"] = broker.ConnectionString,
            ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
            ["Identity:Issuer"] = TestIssuer.Issuer,
            ["Identity:JwksUri"] = $"{issuer.Address}/jwks",
            ["Paging:Key"] = "0123456789abcdef0123456789abcdef",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Programmes:0:Name"] = Programme,
            ["Programmes:0:IntegratedCareBoard"] = "QAA",
            ["Programmes:0:Council"] = "E06000999",
        });
        builder.AddServiceDefaults();
        builder.AddPlatform(
            new ServiceIdentity("outbox", typeof(OutboxPath).Assembly), new MethodTable(Contract.Methods),
            consumers => consumers.Add<ChangeMade, RecordEffectOnChangeMade>(), new SubscriptionList([Effect]));
        var journeys = new Journeys();
        builder.Services.AddSingleton(journeys);
        builder.Services.Configure<MassTransitHostOptions>(bus => bus.WaitUntilStarted = true);
        var app = builder.Build();
        await app.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
        await app.Services.DeclareTopologyAsync(CancellationToken.None);
        app.MapPlatform();
        await app.StartAsync();
        await app.Services.GetRequiredService<DatabaseGate>().WaitAsync(CancellationToken.None);
        return new OutboxPath(app, journeys, [app, issuer, broker, database]);
    }

    public override async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        foreach (var part in parts)
            await part.DisposeAsync();
    }

    protected override async Task ChangeAsync(Guid id)
    {
        await app.Services.GetRequiredService<UnitOfWork>().WithoutCallerAsync(Programme, "bench", async mutation =>
        {
            await mutation.ExecuteAsync("insert into outbox.changes (programme, id) values (@Programme, @id)", new { mutation.Programme, id });
            mutation.Audit("outbox.change.made", "CHANGE", id);
            mutation.Publish(new ChangeMade(Programme, id.ToString(), 1, mutation.Now, 125_000), id.ToString());
            return true;
        }, CancellationToken.None);
        Journeys.Left(id);
    }
}
