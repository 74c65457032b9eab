using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Clients;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Platform.Hosting;

/// <summary>Puts into a service what its requests and events need.</summary>
public static class PlatformExtensions
{
    /// <summary>
    /// Adds identity, unit of work, errors, validation, paging, the database with its migrations, outbox and consumers.
    /// The caller's assembly is the one that embeds the service's <c>Migrations/*.sql</c>.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="name">Its area: the database is <c>NAME-db</c>, the roles are <c>NAME_owner</c> and <c>NAME_app</c>.</param>
    /// <param name="consumers">What it does on other services' events.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder, string name, Action<ConsumerRegistrations>? consumers = null) =>
        builder.AddPlatform(new ServiceIdentity(name, Assembly.GetCallingAssembly()), new MethodTable(Contract.MethodsOf(name), Contract.Method), consumers);

    internal static WebApplicationBuilder AddPlatform(
        this WebApplicationBuilder builder, ServiceIdentity service, MethodTable methods, Action<ConsumerRegistrations>? consumers, SubscriptionList? subscriptions = null)
    {
        var services = builder.Services;
        services.AddSingleton(service);
        services.AddSingleton(methods);
        services.TryAddSingleton(TimeProvider.System);
        builder.AddIdentity();
        services.TryAddSingleton<ServiceTokens>();
        services.AddSingleton<ServiceCallInterceptor>();
        builder.AddPaging();
        builder.AddDatabase();
        services.AddSingleton<IAuditWriter, AuditStore>();
        services.AddSingleton(provider => new UnitOfWork(
            provider.GetRequiredService<ServiceDatabase>(), provider.GetRequiredService<IOutboxWriter>(), provider.GetRequiredService<IAuditWriter>(), methods,
            provider.GetRequiredService<PageTokens>(), service, provider.GetRequiredService<TimeProvider>()));
        services.AddCalls(methods);

        var registrations = new ConsumerRegistrations();
        consumers?.Invoke(registrations);
        builder.AddMessaging(registrations, subscriptions);
        return builder;
    }

    // The order of a call: errors outermost, then who asks and may, then what is asked, then the slice.
    private static void AddCalls(this IServiceCollection services, MethodTable methods)
    {
        services.AddSingleton<ErrorInterceptor>();
        services.AddSingleton<CallerInterceptor>();
        services.AddSingleton<ValidationInterceptor>();
        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<CallerInterceptor>();
            grpc.Interceptors.Add<ValidationInterceptor>();
            // The door for all methods; the validation holds each to its own limit.
            grpc.MaxReceiveMessageSize = methods.All.Max(method => method.MaxMessageBytes);
        });
        services.AddServiceHealth(methods);
    }

    private static void AddDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ProgrammesSettings>()
            .Configure<IConfiguration>((settings, configuration) => settings.All = configuration.GetSection("Programmes").Get<Programme[]>() ?? [])
            .Validate(ProgrammesSettings.AreValid, "Programmes__N__Name, __IntegratedCareBoard and __Council: each programme once, named like north-place.")
            .ValidateOnStart();
        services.AddSingleton<DatabaseGate>();
        services.AddSingleton<ServiceDatabase>();
        services.AddSingleton(provider => MigrationSet.Of(provider.GetRequiredService<ServiceIdentity>()));
        services.AddSingleton<Migrator>();
        services.AddSingleton<SweepContext>();
        services.AddHostedService<DatabaseOpening>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }

    private static void AddPaging(this WebApplicationBuilder builder)
    {
        var settings = builder.Services.AddOptions<PagingSettings>().BindConfiguration("Paging");
        if (builder.Environment.IsDevelopment())
            settings.PostConfigure(paging => paging.Key = paging.Key.Length > 0 ? paging.Key : Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        settings.ValidateDataAnnotations().Validate(paging => !Secrets.IsPlaceholder(paging.Key), "Paging__Key is a placeholder.").ValidateOnStart();
        builder.Services.AddSingleton<PageTokens>();
    }
}
