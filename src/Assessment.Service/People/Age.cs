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
}
