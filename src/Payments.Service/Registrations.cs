using Microsoft.Extensions.Options;
using PersonalBudgets.Payments.Bacs;
using PersonalBudgets.Payments.BankDetails;
using PersonalBudgets.Payments.FunderAccounts;
using PersonalBudgets.Payments.Holds;
using PersonalBudgets.Payments.Ledger;
using PersonalBudgets.Payments.Payees;
using PersonalBudgets.Payments.PayRuns;
using PersonalBudgets.Payments.Schedules;
using PersonalBudgets.Platform.People;

namespace PersonalBudgets.Payments;

/// <summary>What each capability brings into the service.</summary>
internal static class Registrations
{
    public static void AddBankDetails(this IServiceCollection services)
    {
        services.AddSettings<BankDetailsSettings>(BankDetailsSettings.Section);
        services.AddSettings<ModulusCheckSettings>(ModulusCheckSettings.Section);
        services.AddSingleton<Vault>();
        services.AddSingleton(provider => new ModulusCheck(provider.GetRequiredService<IOptions<ModulusCheckSettings>>().Value.Load()));
        services.AddSingleton<BankAccounts>();
    }

    public static void AddLedger(this IServiceCollection services)
    {
        services.AddSettings<LedgerSettings>(LedgerSettings.Section);
        services.AddSingleton<PaymentsMetrics>();
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<LedgerQueryStore>();
        services.AddSingleton<PostingStore>();
        services.AddSingleton<LedgerExport>();
        services.AddSingleton<JournalWriter>();
        services.AddSingleton<GroupCommit>();
        services.AddHostedService<LedgerCheck>();
    }

    public static void AddPayees(this IServiceCollection services)
    {
        services.AddSingleton<PayeeStore>();
        services.AddSingleton<FunderAccountStore>();
    }

    public static void AddSchedules(this IServiceCollection services)
    {
        services.AddSingleton(new PersonStandingStore("payments"));
        services.AddSettings<HoldsSettings>("Holds");
        services.AddSingleton<HoldStore>();
        services.AddSingleton<AssessmentHolds>();
        services.AddHostedService<FollowHolds>();
        services.AddSingleton<ScheduleStore>();
    }

    public static void AddPayRuns(this IServiceCollection services)
    {
        services.AddSettings<BankFilesSettings>(BankFilesSettings.Section);
        services.AddSettings<BankHolidaysSettings>(BankHolidaysSettings.Section);
        services.AddSingleton(provider => new BacsCalendar(provider.GetRequiredService<IOptions<BankHolidaysSettings>>().Value.Load()));
        services.AddSingleton<PayRunStore>();
        services.AddSingleton<BankFileStore>();
        services.AddSingleton<PayRunPreparation>();
        services.AddSingleton<PayRunRelease>();
        services.AddSingleton<BankFileWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<BankFileWriter>());
    }

    private static void AddSettings<TSettings>(this IServiceCollection services, string section) where TSettings : class =>
        services.AddOptions<TSettings>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
