namespace PersonalBudgets.Plans.Approval;

internal static class ApprovalRegistration
{
    public static IServiceCollection AddApproval(this IServiceCollection services)
    {
        services.AddOptions<ReviewSettings>().BindConfiguration("Reviews").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ApprovalSettings>().BindConfiguration("Approvals")
            .Validate(settings => settings.SweepInterval > TimeSpan.Zero, "Approvals__SweepInterval is a time above zero.")
            .ValidateOnStart();
        return services
            .AddSingleton<FundsClient>()
            .AddSingleton<ApprovalCompletion>()
            .AddSingleton<PlanSubmission>()
            .AddSingleton<PlanApproval>()
            .AddSingleton<PlanReturn>()
            .AddSingleton<PlanClosing>()
            .AddHostedService<ResumeApprovals>();
    }
}
