namespace PersonalBudgets.Plans.Planning;

internal static class PlanningRegistration
{
    public static IServiceCollection AddPlanning(this IServiceCollection services) => services.AddSingleton<PlanStore>();
}
