namespace PersonalBudgets.Assessment.People;

/// <summary>Age as the law counts it.</summary>
internal static class Age
{
    /// <summary>Whole years from a date of birth to a day; somebody born on 29 February ages on 1 March of other years.</summary>
    public static int InYears(DateOnly birthDate, DateOnly day)
    {
        var years = day.Year - birthDate.Year;
        return (day.Month, day.Day).CompareTo((birthDate.Month, birthDate.Day)) < 0 ? years - 1 : years;
    }

    /// <summary>The day on which somebody reaches an age: the birthday, or 1 March for 29 February in other years.</summary>
    public static DateOnly Reaches(DateOnly birthDate, int years)
    {
        var year = birthDate.Year + years;
        return birthDate is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? new DateOnly(year, 3, 1) : new DateOnly(year, birthDate.Month, birthDate.Day);
    }
}
