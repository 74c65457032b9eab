using System.Text.Json;
using PersonalBudgets.Assessment.People;

namespace PersonalBudgets.Assessment.AgeTriggers;

/// <summary>
/// State pension age by date of birth, from <c>PensionAges.json</c>: a day for those born in some months, an age for the rest. People who were born before
/// 6 December 1953 have all reached it; for them it is 65, the later of the two that were for men and women.
/// </summary>
internal sealed class PensionAges
{
    private readonly Row[] _rows;

    private PensionAges(Document document) => (_rows, Source) = ([.. document.Ages], document.Source);

    /// <summary>As the file has them.</summary>
    public static PensionAges Known { get; } = Read();

    /// <summary>Where they are from.</summary>
    public string Source { get; }

    /// <summary>The day on which somebody reaches pension age.</summary>
    public DateOnly On(DateOnly birthDate)
    {
        var row = _rows.First(row => birthDate <= row.BornTo);
        if (row.Date is { } day)
            return day;
        var months = row.AgeMonths!.Value;
        // A year of age is reached on the birthday; with odd months, on the same day of the month or its last (GOV.UK, State Pension age timetable).
        return months % 12 is 0 ? Age.Reaches(birthDate, months / 12) : birthDate.AddMonths(months);
    }

    private static PensionAges Read()
    {
        using var file = typeof(PensionAges).Assembly.GetManifestResourceStream("PensionAges.json")!;
        return new(JsonSerializer.Deserialize<Document>(file, JsonSerializerOptions.Web)!);
    }

    private sealed record Document(string Source, IReadOnlyList<Row> Ages);

    private sealed record Row(DateOnly BornFrom, DateOnly BornTo, int? AgeMonths, DateOnly? Date);
}
