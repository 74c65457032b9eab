using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Pools;

/// <summary>What was paid in one funder's name for one kind of need under one law.</summary>
internal sealed record Spend(string Funder, NeedType NeedType, LegalBasis LegalBasis, long Pence)
{
    /// <summary>A row of the database.</summary>
    public static Spend Of(string funder, string needType, string legalBasis, long pence) =>
        new(funder, Codes.Parse<NeedType>(needType), Codes.Parse<LegalBasis>(legalBasis), pence);
}
