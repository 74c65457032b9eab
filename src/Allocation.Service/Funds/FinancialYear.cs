namespace PersonalBudgets.Allocation.Funds;

/// <summary>Financial years run from 1 April to 31 March (DOMAIN, conventions).</summary>
internal static class FinancialYear
{
    private const int FirstMonth = 4;

    /// <summary>The calendar year in which the financial year of a day begins.</summary>
    public static int Of(DateOnly day) => day.Month >= FirstMonth ? day.Year : day.Year - 1;
}
