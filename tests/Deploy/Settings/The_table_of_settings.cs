using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Settings;

public sealed class The_table_of_settings
{
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "settings.md");

    [Fact]
    public void is_what_the_settings_classes_say_now()
    {
        if (Environment.GetEnvironmentVariable("SUITE_WRITE_DOCS") is { Length: > 0 })
            File.WriteAllText(Document, SettingsTable.Text);

        Assert.True(File.ReadAllText(Document) == SettingsTable.Text,
            "docs/settings.md is not what the settings classes say: SUITE_WRITE_DOCS=1 dotnet run --project tests/Deploy -- -class '*The_table_of_settings'");
    }

    [Fact]
    public void holds_every_property_of_every_settings_class()
    {
        var all = typeof(SettingsTable).Assembly.GetReferencedAssemblies().Select(System.Reflection.Assembly.Load)
            .Append(System.Reflection.Assembly.Load("Platform")).Distinct()
            .Where(assembly => assembly.EntryPoint is not null || assembly.GetName().Name == "Platform")
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Settings", StringComparison.Ordinal) && type.IsClass)
            .SelectMany(type => type.GetProperties()).Where(property => property.Name != "All").Select(property => property.Name).ToHashSet();

        var told = SettingsTable.Groups.SelectMany(group => group.Settings).SelectMany(setting => setting.Variable.Split("__")).ToHashSet();

        Assert.NotEmpty(all);
        Assert.Empty(all.Except(told));
    }

    [Theory]
    [InlineData("payments", "BankDetails__Key"), InlineData("payments", "BankDetails__PreviousKeys__0"), InlineData("gateway", "RateLimit__Burst"), InlineData("plans", "Identity__Issuer")]
    [InlineData("allocation", "Programmes__1__Council"), InlineData("gateway", "Programmes__0__Name"), InlineData("assessment", "Consumers__Retries__2"), InlineData("gateway", "services__plans__grpc__0")]
    public void says_which_process_reads_what(string process, string variable) => Assert.True(SettingsTable.Knows(process, variable));

    [Theory]
    [InlineData("plans", "BankDetails__Key"), InlineData("gateway", "Outbox__BatchSize"), InlineData("gateway", "ConnectionStrings__broker"), InlineData("payments", "Paging__Keys")]
    public void knows_nothing_that_a_process_does_not_read(string process, string variable) => Assert.False(SettingsTable.Knows(process, variable));

    [Theory]
    [InlineData("BankDetails__Key"), InlineData("Identity__ClientSecret"), InlineData("Paging__Key"), InlineData("DevelopmentIssuer__ServiceSecret"), InlineData("ConnectionStrings__payments-db")]
    public void marks_secrets(string variable) =>
        Assert.True(SettingsTable.Groups.SelectMany(group => group.Settings).First(setting => setting.Variable == variable).IsSecret);
}
