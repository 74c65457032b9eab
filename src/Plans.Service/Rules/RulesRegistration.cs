namespace PersonalBudgets.Plans.Rules;

internal static class RulesRegistration
{
    public static IServiceCollection AddRules(this IServiceCollection services) => services.AddSingleton<RuleBookStore>();
}
