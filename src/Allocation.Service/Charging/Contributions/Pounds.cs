using System.Globalization;

namespace PersonalBudgets.Allocation.Charging.Contributions;

/// <summary>Pence in words for people.</summary>
internal static class Pounds
{
    /// <summary>Such as £1,230.05.</summary>
    public static string Text(long pence) => string.Create(CultureInfo.InvariantCulture, $"£{pence / 100:N0}.{pence % 100:00}");
}
