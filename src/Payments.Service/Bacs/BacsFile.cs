namespace PersonalBudgets.Payments.Bacs;

/// <summary>What one Bacs file says: payments from one account, all processed on one day.</summary>
/// <param name="Serial">1 to 999,999; unique among the files of a day.</param>
/// <param name="ServiceUserNumber">The funder's number with Bacs, six digits.</param>
/// <param name="SortCode">Of the account that pays, six digits.</param>
/// <param name="AccountNumber">Of the account that pays, eight digits.</param>
/// <param name="AccountName">Of the account that pays, and what payees see as the sender; 18 characters are used.</param>
/// <param name="CreationDate">The day on which the file is made.</param>
/// <param name="ProcessingDate">The day on which Bacs processes it.</param>
/// <param name="Narrative">What the funder sees on its own statement; 18 characters are used.</param>
/// <param name="Credits">The payments.</param>
public sealed record BacsFile(
    int Serial, string ServiceUserNumber, string SortCode, string AccountNumber, string AccountName,
    DateOnly CreationDate, DateOnly ProcessingDate, string Narrative, IReadOnlyList<BacsCredit> Credits)
{
    /// <summary>The sum of the payments, in pence.</summary>
    public long TotalPence => Credits.Sum(credit => credit.AmountPence);

    /// <inheritdoc/>
    /// <remarks>A record would print bank details.</remarks>
    public override string ToString() => $"Bacs file {Serial} of {Credits.Count} payments";
}

/// <summary>One payment of a Bacs file.</summary>
/// <param name="SortCode">Of the payee's account, six digits.</param>
/// <param name="AccountNumber">Of the payee's account, eight digits.</param>
/// <param name="PayeeName">The payee; 18 characters are used.</param>
/// <param name="AmountPence">The amount, in pence, above zero.</param>
/// <param name="Reference">What the payee sees; 18 characters are used.</param>
public sealed record BacsCredit(string SortCode, string AccountNumber, string PayeeName, long AmountPence, string Reference)
{
    /// <inheritdoc/>
    /// <remarks>A record would print bank details.</remarks>
    public override string ToString() => $"Bacs credit {Reference}";
}
