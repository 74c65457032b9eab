using System.Reflection;
using System.Text;

namespace PersonalBudgets.Deploy.Tests.Settings;

/// <summary>The table of all settings of all processes: docs/settings.md.</summary>
internal static class SettingsTable
{
    private static readonly (string Process, string Assembly)[] Processes =
    [
        ("assessment", "Assessment.Service"), ("allocation", "Allocation.Service"), ("plans", "Plans.Service"), ("payments", "Payments.Service"), ("gateway", "Gateway"),
    ];

    private static readonly Lazy<(IReadOnlyList<SettingsGroup> Groups, string Text)> Made = new(Make);

    /// <summary>All groups of settings, with the processes that read each.</summary>
    public static IReadOnlyList<SettingsGroup> Groups => Made.Value.Groups;

    /// <summary>The document.</summary>
    public static string Text => Made.Value.Text;

    /// <summary>Whether a process reads a variable.</summary>
    /// <param name="variable">As it is set: <c>Programmes__0__Name</c>.</param>
    public static bool Knows(string process, string variable) => 
        Groups.Any(group => group.Settings.Any(setting => (setting.Only ?? group.Readers).Contains(process) && setting.Matches(variable)));

    private static (IReadOnlyList<SettingsGroup>, string) Make()
    {
        var groups = GeneralSettings.All.ToList();
        var readers = new Dictionary<Type, (List<string> Processes, HashSet<string> Keys)>();
        foreach (var (process, assembly) in Processes)
        {
            foreach (var (type, keys) in Composition.Of(Assembly.Load(assembly)))
            {
                if (!readers.TryGetValue(type, out var entry))
                    readers[type] = entry = ([], []);
                entry.Processes.Add(process);
                entry.Keys.UnionWith(keys);
            }
        }

        groups.AddRange(readers.Select(entry => SettingsGroup.Of(entry.Key, entry.Value.Processes, entry.Value.Keys)).OrderByDescending(group => group.Readers.Count)
            .ThenBy(group => group.Readers[0], StringComparer.Ordinal).ThenBy(group => group.Name, StringComparer.Ordinal));
        return (groups, Write(groups));
    }

    private static string Write(IEnumerable<SettingsGroup> groups)
    {
        var text = new StringBuilder("""
            # Settings

            All settings are environment variables; a file or an argument can set them as well, with `:` in place of `__`. `N` stands for 0, 1, 2, ...
            A time span is `[days.]hours:minutes:seconds[.fraction]`. A process that misses a required setting, or finds one outside its limits or a
            placeholder in place of a secret, says so and does not start. Secrets are marked **secret**: they belong in a secret store, not in a file.

            Written by a test from the settings classes; after a change of one: `SUITE_WRITE_DOCS=1 dotnet run --project tests/Deploy -- -class '*The_table_of_settings'`.


            """);
        foreach (var group in groups)
        {
            text.Append($"## {group.Name}\n\n{group.Meaning}\n\nRead by: {string.Join(", ", group.Readers)}.\n\n");
            text.Append("| Variable | Holds | Default | Limits | Meaning |\n|---|---|---|---|---|\n");
            foreach (var setting in group.Settings)
            {
                var meaning = (setting.IsSecret ? "**secret** " : "") + setting.Meaning + (setting.Only is null ? "" : $" Read by {string.Join(" and ", setting.Only)} alone.");
                text.Append($"| `{setting.Variable}` | {setting.Type} | {setting.Default} | {setting.Limits} | {meaning} |\n");
            }
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }
}
