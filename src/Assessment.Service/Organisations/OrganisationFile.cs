using System.Globalization;
using System.Text;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>
/// Reads the CSV files of the Organisation Data Service: no header, every line with its columns in a fixed order, texts in quotes where they hold commas, dates as
/// <c>yyyyMMdd</c>. Of the 27 columns of its standard form the code (1), the name (2), the open date (11) and the close date (12) are used; of its file of
/// successions (<c>succ.csv</c>) the code (1), the successor's (2) and the day (4).
/// </summary>
internal static class OrganisationFile
{
    /// <summary>The organisations of a file, all of one kind, by code; of a code that stands there twice the last line counts.</summary>
    /// <exception cref="InvalidOperationException">Lines that cannot be right: the first of them, with their numbers.</exception>
    public static IReadOnlyList<OrganisationRow> ReadOrganisations(TextReader file, OrganisationKind kind) =>
        Read(file, 12, fields =>
        {
            var row = new OrganisationRow(fields[0], fields[1], kind.Code(), DateOf(fields[10]) ?? throw Bad("no open date"), DateOf(fields[11]));
            if (!OrganisationCodes.HasFormOf(row.Code, kind))
                throw Bad(OrganisationCodes.FormOf(kind));
            if (row.Name is "")
                throw Bad("no name");
            return row.Closed < row.Opened ? throw Bad("closed before it opened") : row;
        }, row => row.Code);

    /// <summary>The successions of a file; of a pair that stands there twice the last line counts.</summary>
    /// <exception cref="InvalidOperationException">As of organisations.</exception>
    public static IReadOnlyList<SuccessionRow> ReadSuccessions(TextReader file) =>
        Read(file, 4, fields =>
        {
            var row = new SuccessionRow(fields[0], fields[1], DateOf(fields[3]) ?? throw Bad("no day"));
            if (!new[] { row.Code, row.SuccessorCode }.All(code => OrganisationCodes.HasFormOf(code, OrganisationKind.Unspecified)))
                throw Bad(OrganisationCodes.FormOf(OrganisationKind.Unspecified));
            return row.Code == row.SuccessorCode ? throw Bad("an organisation cannot take its own place") : row;
        }, row => (row.Code, row.SuccessorCode));

    private static IReadOnlyList<TRow> Read<TRow, TKey>(TextReader file, int columns, Func<IReadOnlyList<string>, TRow> parse, Func<TRow, TKey> key) where TKey : notnull
    {
        const int MostFaults = 20;
        var rows = new Dictionary<TKey, TRow>();
        var faults = new List<string>();
        for (var number = 1; file.ReadLine() is { } line && faults.Count < MostFaults; number++)
        {
            if (line.Length is 0)
                continue;
            try
            {
                var fields = Split(line);
                var row = parse(fields.Count >= columns ? fields : throw Bad($"{fields.Count} columns instead of at least {columns}"));
                rows[key(row)] = row;
            }
            catch (FormatException fault)
            {
                faults.Add($"line {number}: {fault.Message}");
            }
        }

        if (faults.Count > 0)
            throw new InvalidOperationException($"Nothing was loaded: {string.Join("; ", faults)}");
        return rows.Count > 0 ? [.. rows.Values] : throw new InvalidOperationException("Nothing was loaded: the file has no lines.");
    }

    // One line is one record: ODS writes no line breaks within fields.
    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is '"' && isQuoted && i + 1 < line.Length && line[i + 1] is '"')
                field.Append(line[i++]);
            else if (line[i] is '"')
                isQuoted = !isQuoted;
            else if (line[i] is ',' && !isQuoted)
                Next();
            else
                field.Append(line[i]);
        }

        if (isQuoted)
            throw Bad("a quotation mark is not closed");
        Next();
        return fields;

        void Next()
        {
            fields.Add(field.ToString().Trim());
            field.Clear();
        }
    }

    private static DateOnly? DateOf(string text) => text is ""
        ? null
        : DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Bad("a date is not yyyyMMdd");

    private static FormatException Bad(string text) => new(text);
}
