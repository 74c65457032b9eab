namespace PersonalBudgets.Deploy.Tests.Settings;

/// <summary>The settings of one class, or a family of variables that no class of ours reads.</summary>
internal sealed record SettingsGroup(string Name, string Meaning, IReadOnlyList<string> Readers, IReadOnlyList<Setting> Settings)
{
    /// <param name="type">The settings class.</param>
    /// <param name="readers">The processes that have it.</param>
    /// <param name="keys">What they ask their configuration for to fill it.</param>
    /// <exception cref="InvalidOperationException">A property of the class is never asked for.</exception>
    public static SettingsGroup Of(Type type, IReadOnlyList<string> readers, IEnumerable<string> keys)
    {
        var settings = keys.Select(key => Setting.Of(key, type)).OfType<Setting>().DistinctBy(setting => setting.Variable).ToArray();
        if (settings.Length == 0)
            throw new InvalidOperationException($"{type} is a settings class that nothing fills.");
        return new SettingsGroup(settings[0].Variable.Split("__")[0], Comments.Of(type), readers, settings);
    }
}
