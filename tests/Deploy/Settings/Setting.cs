using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PersonalBudgets.Deploy.Tests.Settings;

/// <summary>One setting, as an operator meets it.</summary>
/// <param name="Variable">The environment variable, <c>N</c> standing for 0, 1, ...</param>
/// <param name="Type">What it holds.</param>
/// <param name="Default">What holds where it is not set.</param>
/// <param name="Limits">What is refused at start otherwise.</param>
/// <param name="IsSecret">Whether it must not be seen.</param>
/// <param name="Meaning">The comment of the property.</param>
/// <param name="Only">The processes that read it, where not all of its group do.</param>
internal sealed partial record Setting(
    string Variable, string Type, string Default, string Limits, bool IsSecret, string Meaning, IReadOnlyList<string>? Only = null)
{
    /// <summary>The setting that a key of a settings class means; null where the key is only looked at on the way to others.</summary>
    public static Setting? Of(string key, Type settings)
    {
        var segments = Number().Replace(key, "N").Split(':');
        if (segments.Length < 2 || segments[^1] == "N")
            return null;
        var isElement = segments.Length > 2 && segments[^2] == "N";
        var owner = isElement ? ElementOf(settings) : settings;
        if (owner?.GetProperty(segments[^1]) is not { CanRead: true } property)
            return null;

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isList = type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));
        return new Setting(
            string.Join("__", segments) + (isList ? "__N" : ""),
            Word(isList ? ElementOf(type)! : type),
            Text(property.GetValue(Activator.CreateInstance(owner, nonPublic: true))),
            string.Join(", ", property.GetCustomAttributes<ValidationAttribute>().Select(Limit).Where(limit => limit.Length > 0)),
            IsSecretName(property.Name),
            Comments.Of(property));
    }

    /// <summary>Whether a variable is this setting: <c>Programmes__0__Name</c> is <c>Programmes__N__Name</c>.</summary>
    public bool Matches(string variable) => Regex.IsMatch(variable, $"^{Index().Replace(Variable, "__[0-9]+")}$");

    // A name is enough: PagingSettings.Key, BankDetailsSettings.PreviousKeys, IdentitySettings.ClientSecret.
    private static bool IsSecretName(string name) => name.EndsWith("Key", StringComparison.Ordinal) || name.EndsWith("Keys", StringComparison.Ordinal)
        || name.EndsWith("Secret", StringComparison.Ordinal);

    private static Type? ElementOf(Type type) => type.GetProperties().Select(property => property.PropertyType).Prepend(type)
        .SelectMany(candidate => candidate.GetInterfaces().Prepend(candidate))
        .Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .Select(candidate => candidate.GetGenericArguments()[0]).FirstOrDefault(element => element != typeof(char));

    private static string Word(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(int) || type == typeof(long) => "whole number",
        _ when type == typeof(bool) => "`true` or `false`",
        _ when type == typeof(TimeSpan) => "time span",
        _ when type == typeof(Uri) => "address",
        _ => throw new NotSupportedException($"The table has no word for {type}."),
    };

    private static string Text(object? value) => value switch
    {
        null or "" or ICollection { Count: 0 } => "none",
        TimeSpan span => $"`{Fraction().Replace(span.ToString("c", CultureInfo.InvariantCulture), "")}`",
        bool truth => truth ? "`true`" : "`false`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };

    private static string Limit(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => "required",
        RangeAttribute range => $"{Text(range.Minimum)} to {Text(range.Maximum)}",
        MinLengthAttribute length => $"{length.Length} characters or more",
        RegularExpressionAttribute pattern => $"`{pattern.Pattern}`",
        UrlAttribute => "an address",
        _ => throw new NotSupportedException($"The table has no word for {attribute}."),
    };

    [GeneratedRegex("(?<=[.][0-9]*[1-9])0+$")]
    private static partial Regex Fraction();

    [GeneratedRegex("__N(?=__|$)")]
    private static partial Regex Index();

    [GeneratedRegex("(?<=:)[0-9]+(?=:|$)")]
    private static partial Regex Number();
}
