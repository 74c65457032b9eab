using Grpc.Core;

namespace PersonalBudgets.Plans;

/// <summary>What operators read of plans: ids and codes.</summary>
internal static partial class PlansLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Allocation gave no answer ({Status}) for plan {PlanId}: it stays APPROVING and is resumed.")]
    public static partial void FundsGaveNoAnswer(ILogger log, Guid planId, StatusCode status);
}
