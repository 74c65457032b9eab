namespace PersonalBudgets.Payments;

/// <summary>Ids as the contract writes them.</summary>
internal static class Ids
{
    /// <summary>The id of a field that may be empty; the contract's format is checked before a slice sees it.</summary>
    public static Guid? ParseOptional(string id) => id.Length is 0 ? null : Guid.Parse(id);
}
