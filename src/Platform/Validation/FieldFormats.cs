using System.Globalization;
using System.Text.RegularExpressions;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.Platform.Validation;

/// <summary>The formats of <c>personalbudgets.options.v1.format</c>.</summary>
public static partial class FieldFormats
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>What keeps a text from having a format, as a reason and in words; null if it has it.</summary>
    public static (string Reason, string Text)? FaultOf(string text, FieldFormat format) => format is FieldFormat.NhsNumber
        ? FaultOfNhsNumber(text)
        : Has(text, format) ? null : (CodeOf(format), Describe(format));

    private static bool Has(string text, FieldFormat format) => format switch
    {
        FieldFormat.Uuid => Uuid().IsMatch(text),
        FieldFormat.Date => Date().IsMatch(text)
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= Earliest && date <= Latest,
        FieldFormat.OrganisationCode => OrganisationCode().IsMatch(text),
        FieldFormat.SortCode => SixDigits().IsMatch(text),
        FieldFormat.AccountNumber => EightDigits().IsMatch(text),
        FieldFormat.Code => Code().IsMatch(text),
        _ => true,
    };

    private static string Describe(FieldFormat format) => format switch
    {
        FieldFormat.Uuid => "Must be a UUID of 36 lower-case characters.",
        FieldFormat.Date => "Must be a date that exists, as YYYY-MM-DD, from 1900-01-01 to 2199-12-31.",
        FieldFormat.OrganisationCode => "Must be an ODS or GSS code: three to nine capital letters and digits.",
        FieldFormat.SortCode => "Must be a sort code of six digits.",
        FieldFormat.AccountNumber => "Must be an account number of eight digits.",
        FieldFormat.Code => "Must be a code of 1 to 63 capital letters, digits and underscores.",
        _ => "",
    };

    private static string CodeOf(FieldFormat format) => string.Concat(
        format.ToString().Select((character, place) => place > 0 && char.IsUpper(character) ? $"_{character}" : char.ToUpperInvariant(character).ToString()));

    // DOMAIN 12.1: weights 10 to 2, remainder from 11; 11 is 0, 10 is no NHS number. Ten equal digits can pass and are never issued.
    private static (string Reason, string Text)? FaultOfNhsNumber(string text)
    {
        if (!TenDigits().IsMatch(text))
            return ("NHS_NUMBER", "Must be an NHS number: ten digits, without spaces.");
        if (text.AsSpan().IndexOfAnyExcept(text[0]) < 0)
            return ("NHS_NUMBER_ONE_DIGIT", "Ten equal digits are no NHS number.");
        var sum = 0;
        for (var place = 0; place < 9; place++)
            sum += (text[place] - '0') * (10 - place);
        return (11 - (sum % 11)) % 11 == text[9] - '0' ? null : ("NHS_NUMBER_CHECK_DIGIT", "The check digit of the NHS number does not hold: a digit is wrong.");
    }

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"\A[0-9]{10}\z")]
    private static partial Regex TenDigits();

    [GeneratedRegex(@"\A[A-Z0-9]{3,9}\z")]
    private static partial Regex OrganisationCode();

    [GeneratedRegex(@"\A[0-9]{6}\z")]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"\A[0-9]{8}\z")]
    private static partial Regex EightDigits();

    [GeneratedRegex(@"\A[A-Z0-9_]{1,63}\z")]
    private static partial Regex Code();
}
