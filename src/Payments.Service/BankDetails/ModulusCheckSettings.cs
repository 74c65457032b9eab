namespace PersonalBudgets.Payments.BankDetails;

/// <summary>Where the tables of the modulus check are.</summary>
public sealed class ModulusCheckSettings
{
    /// <summary>The section <c>ModulusCheck</c>.</summary>
    public const string Section = "ModulusCheck";

    /// <summary>The folder with <c>valacdos.txt</c> and <c>scsubtab.txt</c>; empty: every account is accepted as UNCHECKED.</summary>
    public string TablesFolder { get; set; } = "";

    /// <summary>The tables that these settings name.</summary>
    public ModulusTables Load() => TablesFolder.Length is 0 ? ModulusTables.None : ModulusTables.Read(TablesFolder);
}
