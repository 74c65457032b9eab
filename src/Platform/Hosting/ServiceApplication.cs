using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.ServiceDefaults;

namespace PersonalBudgets.Platform.Hosting;

/// <summary>A service's program: serves, or does one of the jobs that its arguments name.</summary>
public static partial class ServiceApplication
{
    private const string Usage = "usage: [migrate | health | errors list | errors replay all | errors replay MESSAGE-ID]; without an argument it serves";

    /// <summary>Maps <c>/alive</c>, <c>/health</c> and gRPC health; in Development gRPC reflection too.</summary>
    public static WebApplication MapPlatform(this WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapServiceHealth();
        return app;
    }

    /// <summary>
    /// <c>migrate</c>: brings database and broker up to this build and ends. <c>errors</c>: lists or replays what was given up. Nothing, or settings
    /// as <c>--Key=value</c>: serves until the process is told to stop.
    /// </summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 arguments that mean nothing.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app, string[] args)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using (app)
        {
            var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServiceApplication).FullName!);
            var commands = app.Services.GetServices<IServiceCommand>();
            try
            {
                return args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray() switch
                {
                    [] => await ServeAsync(app),
                    ["migrate"] => await MigrateAsync(app),
                    ["errors", .. var rest] => await app.Services.GetRequiredService<ErrorsCommand>().RunAsync(rest, Console.Out, CancellationToken.None),
                    [var name, .. var rest] when commands.FirstOrDefault(command => command.Name == name) is { } command =>
                        await command.RunAsync(rest, Console.Out, CancellationToken.None),
                    _ => await RefuseAsync(commands),
                };
            }
            catch (Exception failure) when (failure is OptionsValidationException or InvalidOperationException or ArgumentException or PostgresException)
            {
                // Faults of deployment: their texts say what to set, and there is no caller's data yet.
                LogFailure(log, failure.Message);
                return 1;
            }
        }
    }

    private static async Task<int> ServeAsync(WebApplication app)
    {
        try
        {
            await app.RunAsync();
        }
        // Told to stop, or found unfit, before it listened.
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
        }
        return Environment.ExitCode;
    }

    private static async Task<int> MigrateAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
        await app.Services.DeclareTopologyAsync(CancellationToken.None);
        return 0;
    }

    private static async Task<int> RefuseAsync(IEnumerable<IServiceCommand> commands)
    {
        await Console.Error.WriteLineAsync(Usage);
        foreach (var command in commands)
            await Console.Error.WriteLineAsync($"   or: {command.Usage}");
        return 2;
    }

    [LoggerMessage(7050, LogLevel.Critical, "{Failure}")]
    private static partial void LogFailure(ILogger log, string failure);
}
