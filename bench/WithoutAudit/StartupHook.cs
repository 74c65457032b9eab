using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PersonalBudgets.Platform.Requests;

/// <summary>
/// Runs in a service's process before its <c>Main</c> where <c>DOTNET_STARTUP_HOOKS</c> names this assembly (the runtime wants this name,
/// in no namespace). The service is the built program as it is; only the audit writer of its container is another.
/// </summary>
internal static class StartupHook
{
    private const string HostListener = "Microsoft.Extensions.Hosting", HostBuilding = "HostBuilding";

    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
    {
        if (listener.Name is HostListener)
            listener.Subscribe(new Observer<KeyValuePair<string, object?>>(step =>
            {
                if (step is { Key: HostBuilding, Value: IHostBuilder host })
                    host.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<IAuditWriter, NoAudit>()));
            }));
    }));

    private sealed class NoAudit : IAuditWriter
    {
        public void Append(NpgsqlBatch batch, params IReadOnlyList<Session> works)
        {
        }
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
