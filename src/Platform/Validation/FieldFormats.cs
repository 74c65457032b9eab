using System.Globalization;
using System.Text.RegularExpressions;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.Platform.Validation;

/// <summary>The formats of <c>personalbudgets.options.v1.format</c>.</summary>
public static partial class FieldFormats
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>Whether a text has a format.</summary>
    public static bool Has(string text, FieldFormat format) => format switch
    {
        FieldFormat.Uuid => Uuid().IsMatch(text),
        FieldFormat.Date => Date().IsMatch(text)
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= Earliest && date <= Latest,
        FieldFormat.NhsNumber => IsNhsNumber(text),
        FieldFormat.OrganisationCode => OrganisationCode().IsMatch(text),
        FieldFormat.SortCode => SixDigits().IsMatch(text),
        FieldFormat.AccountNumber => EightDigits().IsMatch(text),
        FieldFormat.Code => Code().IsMatch(text),
        _ => true,
    };

    /// <summary>The format in words, for the answer to a text that does not have it.</summary>
    public static string Describe(FieldFormat format) => format switch
    {
        FieldFormat.Uuid => "Must be a UUID of 36 lower-case characters.",
        FieldFormat.Date => "Must be a date that exists, as YYYY-MM-DD, from 1900-01-01 to 2199-12-31.",
        FieldFormat.NhsNumber => "Must be an NHS number: ten digits whose check digit holds.",
        FieldFormat.OrganisationCode => "Must be an ODS or GSS code: three to nine capital letters and digits.",
        FieldFormat.SortCode => "Must be a sort code of six digits.",
        FieldFormat.AccountNumber => "Must be an account number of eight digits.",
        FieldFormat.Code => "Must be a code of 1 to 63 capital letters, digits and underscores.",
        _ => "",
    };

    // DOMAIN 12.1: weights 10 to 2, remainder from 11; 11 is 0, 10 is no NHS number. Ten equal digits would pass and are never issued.
    private static bool IsNhsNumber(string text)
    {
        if (!TenDigits().IsMatch(text) || text.AsSpan().IndexOfAnyExcept(text[0]) < 0)
            return false;
        var sum = 0;
        for (var place = 0; place < 9; place++)
            sum += (text[place] - '0') * (10 - place);
        return (11 - (sum % 11)) % 11 == text[9] - '0';
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
