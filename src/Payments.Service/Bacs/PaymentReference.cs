namespace PersonalBudgets.Payments.Bacs;

/// <summary>
/// What stands on bank statements. It tells nothing of health, law or the kind of payment: a number that means something to
/// the funder alone, and the period (DOMAIN 0, A21).
/// </summary>
public static class PaymentReference
{
    /// <summary>For a payee, such as <c>PB000123 P05</c>.</summary>
    /// <param name="planNumber">The plan's number in its programme, from 1.</param>
    /// <param name="payDate">The day of the payment.</param>
    public static string Of(int planNumber, DateOnly payDate) => $"PB{planNumber:000000} P{PeriodOf(payDate):00}";

    /// <summary>For the funder's own statement, such as <c>DP RUN 2025-P05</c>.</summary>
    public static string NarrativeOf(DateOnly payDate) => $"DP RUN {payDate.AddMonths(-3).Year}-P{PeriodOf(payDate):00}";

    /// <summary>The month of the financial year: April is 1.</summary>
    private static int PeriodOf(DateOnly day) => ((day.Month + 8) % 12) + 1;
}
