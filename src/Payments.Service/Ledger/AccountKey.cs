using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>What there is one account for in a programme.</summary>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="Kind">The kind (DOMAIN 9.4).</param>
/// <param name="PlanId">The plan whose budget it is; null for a funder's own accounts.</param>
public sealed record AccountKey(string Funder, LedgerAccountKind Kind, Guid? PlanId)
{
    /// <summary>The kind as the database spells it.</summary>
    public string KindCode => Kind.Code();

    /// <summary>Reads what the database has.</summary>
    public static AccountKey Of(string funder, string kind, Guid? planId) => new(funder, Codes.Parse<LedgerAccountKind>(kind), planId);
}
