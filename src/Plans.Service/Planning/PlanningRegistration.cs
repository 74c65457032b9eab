using PersonalBudgets.Plans.Reviews;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Plans.Planning;

internal static class PlanningRegistration
{
    public static IServiceCollection AddPlanning(this IServiceCollection services) => services
        .AddSingleton(new PersonStandingStore("plans"))
        .AddSingleton<PlanStore>()
        .AddSingleton<SupersessionStore>()
        .AddSingleton<PlanRebase>()
        .AddSingleton<ReviewRequests>()
        .AddSingleton<ReviewAnswers>();
}
