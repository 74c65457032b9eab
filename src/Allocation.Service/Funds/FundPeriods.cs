using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>What the closed periods of a fund refuse.</summary>
internal static class FundPeriods
{
    /// <summary>Refuses a day of a closed period, and any day once the year is closed.</summary>
    /// <exception cref="Refusal">FUND_PERIOD_CLOSED.</exception>
    public static void RequireOpen(FundRow fund, DateOnly day)
    {
        if (fund.IsYearClosed || fund.IsClosedOn(day))
        {
            throw Refusal.Rule(
                "FUND_PERIOD_CLOSED", "The period of this day is closed: choose a later day, or have it opened again.", null,
                ("closed_periods", fund.ClosedPeriods), ("effective_date", Dates.Text(day)));
        }
    }
}
