namespace PersonalBudgets.Contracts;

/// <summary>Ids of the contract: UUIDs, checked at the door before a slice sees them; empty where there is none.</summary>
public static class Ids
{
    /// <summary>The id of a field that may be empty: null where it is.</summary>
    /// <exception cref="FormatException">It is no id.</exception>
    public static Guid? ParseOptional(string text) => string.IsNullOrEmpty(text) ? null : Guid.Parse(text);
}
