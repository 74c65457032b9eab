namespace PersonalBudgets.Journey;

/// <summary>Somebody at work, as the development issuer knows them.</summary>
/// <param name="Name">The persona.</param>
/// <param name="Organisation">The organisation that they act for; null = the persona's own.</param>
public sealed record Persona(string Name, string? Organisation = null)
{
    /// <summary>Registers, offers, assesses.</summary>
    public static Persona Practitioner { get; } = new("practitioner");

    /// <summary>Writes and submits plans.</summary>
    public static Persona Planner { get; } = new("planner");

    /// <summary>Sets up models and funds.</summary>
    public static Persona Commissioner { get; } = new("commissioner");

    /// <summary>Records payees, prepares pay runs.</summary>
    public static Persona FinanceMaker { get; } = new("finance-maker");

    /// <summary>Verifies bank details, releases pay runs.</summary>
    public static Persona FinanceChecker { get; } = new("finance-checker");

    /// <summary>Approves the share of one funder.</summary>
    public static Persona Approver(string funder) => new("approver", funder);
}
