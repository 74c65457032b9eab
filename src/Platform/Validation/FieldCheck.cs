using System.Collections;
using System.Text;
using System.Text.RegularExpressions;
using Buf.Validate;
using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Validation;

/// <summary>The rules of one field's value, compiled from the field's options; of each item where the field is repeated.</summary>
internal sealed class FieldCheck
{
    private readonly FieldRules? _rules;
    private readonly FieldFormat _format;
    private readonly Regex? _pattern;
    private readonly EnumDescriptor? _enum;
    private readonly bool _isText;
    private readonly bool _emptyIsAbsent;

    private FieldCheck(FieldDescriptor field, FieldRules? rules, FieldFormat format, bool emptyIsAbsent)
    {
        _rules = rules;
        _format = format;
        _emptyIsAbsent = emptyIsAbsent;
        _isText = field.FieldType is FieldType.String;
        _enum = field.FieldType is FieldType.Enum ? field.EnumType : null;
        if (rules?.String is { HasPattern: true } text)
            _pattern = Compile(text.Pattern);
    }

    /// <summary>The check of a field's one value.</summary>
    public static FieldCheck OfValue(FieldDescriptor field) =>
        new(field, RulesOf(field), FormatOf(field), !field.HasPresence);

    /// <summary>The check of each item of a repeated field; an item is never absent.</summary>
    public static FieldCheck OfItem(FieldDescriptor field) =>
        new(field, RulesOf(field)?.Repeated?.Items, FormatOf(field), false);

    public static FieldRules? RulesOf(FieldDescriptor field) => field.GetOptions()?.GetExtension(ValidateExtensions.Field);

    /// <summary>Whether there is anything to check: a message's own fields are checked by their own checks.</summary>
    public bool IsNeeded => _isText || _enum is not null || _rules is not null;

    public IEnumerable<Violation> Check(object value, string path) => value switch
    {
        string text => CheckText(text, path),
        int number when _enum is null => CheckNumber(number, path, Limits.Of(_rules?.Int32)),
        long number => CheckNumber(number, path, Limits.Of(_rules?.Int64)),
        _ when _enum is not null => CheckEnum(Convert.ToInt32(value), path),
        _ => [],
    };

    private IEnumerable<Violation> CheckText(string text, string path)
    {
        if (text.Length is 0 && _emptyIsAbsent)
            yield break;
        if (text.Contains('\0'))
            yield return new Violation(path, "CHARACTER", "Must not hold the character NUL.");

        var rules = _rules?.String;
        var length = (ulong)text.EnumerateRunes().Count();
        if (rules is { HasMinLen: true } && length < rules.MinLen)
            yield return new Violation(path, "MIN_LEN", $"Must have at least {rules.MinLen} characters.");
        if (rules is { HasMaxLen: true } && length > rules.MaxLen)
            yield return new Violation(path, "MAX_LEN", $"Must have at most {rules.MaxLen} characters.");
        if (_pattern is not null && !_pattern.IsMatch(text))
            yield return new Violation(path, "PATTERN", $"Must match {rules!.Pattern}.");
        if (FieldFormats.FaultOf(text, _format) is { } fault)
            yield return new Violation(path, fault.Reason, fault.Text);
    }

    private IEnumerable<Violation> CheckEnum(int number, string path)
    {
        // Unknown numbers are refused with or without the rule: a store would keep what nobody can name.
        if (_enum!.FindValueByNumber(number) is null)
            yield return new Violation(path, "ENUM", $"Must be a value of {_enum.Name}.");
        else if (_rules?.Enum is { } rules && rules.NotIn.Contains(number))
            yield return new Violation(path, "ENUM_NOT_IN", $"{_enum.FindValueByNumber(number).Name} is not taken here.");
    }

    private static IEnumerable<Violation> CheckNumber(long number, string path, Limits limits)
    {
        if (number <= limits.Above)
            yield return new Violation(path, "GT", $"Must be above {limits.Above}.");
        if (number < limits.AtLeast)
            yield return new Violation(path, "GTE", $"Must be at least {limits.AtLeast}.");
        if (number >= limits.Below)
            yield return new Violation(path, "LT", $"Must be below {limits.Below}.");
        if (number > limits.AtMost)
            yield return new Violation(path, "LTE", $"Must be at most {limits.AtMost}.");
    }

    /// <summary>Rules of the list itself.</summary>
    public static IEnumerable<Violation> CheckList(IList items, RepeatedRules? rules, string path)
    {
        if (rules is { HasMinItems: true } && (ulong)items.Count < rules.MinItems)
            yield return new Violation(path, "MIN_ITEMS", $"Must have at least {rules.MinItems} items.");
        if (rules is { HasMaxItems: true } && (ulong)items.Count > rules.MaxItems)
            yield return new Violation(path, "MAX_ITEMS", $"Must have at most {rules.MaxItems} items.");
        if (rules is { Unique: true } && items.Cast<object>().Distinct().Count() < items.Count)
            yield return new Violation(path, "UNIQUE", "Must not have an item twice.");
    }

    private static FieldFormat FormatOf(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Format) ?? FieldFormat.Unspecified;

    // RE2's $ is the very end; .NET's would let a line feed follow. Linear in the text, as RE2 is, so it needs no limit of time.
    private static Regex Compile(string pattern) => new(
        pattern.EndsWith('$') && !pattern.EndsWith(@"\$", StringComparison.Ordinal) ? $@"{pattern[..^1]}\z" : pattern,
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly record struct Limits(long? Above, long? AtLeast, long? Below, long? AtMost)
    {
        public static Limits Of(Int32Rules? rules) => rules is null ? default : new(
            rules.HasGt ? rules.Gt : null, rules.HasGte ? rules.Gte : null, rules.HasLt ? rules.Lt : null, rules.HasLte ? rules.Lte : null);

        public static Limits Of(Int64Rules? rules) => rules is null ? default : new(
            rules.HasGt ? rules.Gt : null, rules.HasGte ? rules.Gte : null, rules.HasLt ? rules.Lt : null, rules.HasLte ? rules.Lte : null);
    }
}
