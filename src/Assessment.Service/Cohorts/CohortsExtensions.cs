using PersonalBudgets.Assessment.Outreach;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>The registrations of cohorts and of the outreach to them.</summary>
internal static class CohortsExtensions
{
    /// <summary>Settings: sections <c>Cohorts</c> and <c>Outreach</c>.</summary>
    public static IServiceCollection AddCohorts(this IServiceCollection services)
    {
        services.AddOptions<CohortSettings>().BindConfiguration(CohortSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutreachSettings>().BindConfiguration(OutreachSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Identification>();
        services.AddSingleton<OutreachList>();
        return services;
    }
}
