namespace PersonalBudgets.Payments.Bacs;

/// <summary>Where newer bank holidays are than those that this build carries.</summary>
public sealed class BankHolidaysSettings
{
    /// <summary>The section <c>BankHolidays</c>.</summary>
    public const string Section = "BankHolidays";

    /// <summary>A file in the form of gov.uk's <c>bank-holidays.json</c>; empty: those of this build.</summary>
    public string File { get; set; } = "";

    /// <summary>The days that these settings name.</summary>
    public BankHolidays Load()
    {
        if (File.Length is 0)
            return BankHolidays.Embedded();
        using var stream = System.IO.File.OpenRead(File);
        return BankHolidays.Read(stream);
    }
}
