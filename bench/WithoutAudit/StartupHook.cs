using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using PersonalBudgets.Platform.Requests;

/// <summary>
/// Runs in a service's process before its <c>Main</c> where <c>DOTNET_STARTUP_HOOKS</c> names this assembly (the runtime wants this name,
/// in no namespace). The service is the built program as it is; only the audit writer of its container is another.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => HostServices.Change(services => services.Replace(ServiceDescriptor.Singleton<IAuditWriter, NoAudit>()));

    private sealed class NoAudit : IAuditWriter
    {
        public void Append(NpgsqlBatch batch, params IReadOnlyList<Session> works)
        {
        }
    }
}
