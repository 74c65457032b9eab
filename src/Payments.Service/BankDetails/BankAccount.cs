namespace PersonalBudgets.Payments.BankDetails;

/// <summary>A bank account in the clear: for the check, the file and the vault alone.</summary>
/// <param name="Name">As the bank has it.</param>
/// <param name="SortCode">Six digits.</param>
/// <param name="Number">Eight digits.</param>
public sealed record BankAccount(string Name, string SortCode, string Number)
{
    private const int ShownDigits = 2;

    /// <summary>The name as answers show it: the first character of each word.</summary>
    public string MaskedName => string.Join(' ', Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"{word[0]}***"));

    /// <summary>The sort code as answers show it: its last two digits.</summary>
    public string MaskedSortCode => Mask(SortCode);

    /// <summary>The account number as answers show it: its last two digits.</summary>
    public string MaskedNumber => Mask(Number);

    /// <inheritdoc/>
    /// <remarks>A record would print bank details.</remarks>
    public override string ToString() => "bank account";

    private static string Mask(string digits) => new string('*', digits.Length - ShownDigits) + digits[^ShownDigits..];
}
