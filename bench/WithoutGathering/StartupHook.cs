using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Requests;

/// <summary>
/// Lets Allocation commit each plan by a transaction of its own, which locks the fund's row: the same built program with the same checks, rows, audit
/// and events, run before its <c>Main</c> by <c>DOTNET_STARTUP_HOOKS</c> (the runtime wants this name, in no namespace).
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => HostServices.Change(services => services.Replace(ServiceDescriptor.Singleton<IPlanCommits, EachAlone>()));

    private sealed class EachAlone(UnitOfWork work, BudgetCommit budgets) : IPlanCommits
    {
        public async Task<CommitBudgetResponse> CommitAsync(CommitBudgetRequest request, ServerCallContext context)
        {
            var pending = work.Pend<CommitBudgetRequest, CommitBudgetResponse>(request, context);
            await work.MutateBatchAsync([pending], budgets.CommitAsync);
            return await pending.AnswerAsync();
        }
    }
}
