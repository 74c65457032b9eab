using System.Globalization;

namespace PersonalBudgets.Contracts;

/// <summary>Dates of the contract: `YYYY-MM-DD`, checked at the door before a slice sees them; empty where there is none.</summary>
public static class Dates
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>The date that a text of the contract means.</summary>
    /// <exception cref="FormatException">It is no date.</exception>
    public static DateOnly Parse(string text) => DateOnly.ParseExact(text, Format, CultureInfo.InvariantCulture);

    /// <summary>The same for an optional date: null where the text is empty.</summary>
    public static DateOnly? ParseOptional(string text) => string.IsNullOrEmpty(text) ? null : Parse(text);

    /// <summary>The text of a date.</summary>
    public static string Text(DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The text of an optional date: empty for none.</summary>
    public static string Text(DateOnly? date) => date is { } given ? Text(given) : "";
}
