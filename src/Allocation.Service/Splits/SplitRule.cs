using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>Who bears needs of a kind from a day on: a published policy of the place, or what a panel decided for one person.</summary>
/// <param name="Id">The policy or the decision.</param>
/// <param name="PersonId">Whose needs; null for a policy.</param>
/// <param name="LegalBasis">The legal basis of the needs.</param>
/// <param name="NeedType">Their kind; unspecified = every kind.</param>
/// <param name="LineId">The one line that it is for; null for all.</param>
/// <param name="From">The first day.</param>
/// <param name="Parts">In basis points that make a whole; none = whatever would count without it.</param>
internal sealed record SplitRule(
    Guid Id, Guid? PersonId, LegalBasis LegalBasis, NeedType NeedType, string? LineId, DateOnly From, IReadOnlyList<(string Funder, int BasisPoints)> Parts)
{
    /// <summary>How many ranks there are.</summary>
    public const int Ranks = 5;

    /// <summary>What goes before what: a decision on a line, on a kind of need, on a legal basis; a policy for a kind of need, for a legal basis (DOMAIN 8.3).</summary>
    public int Rank => (PersonId, LineId, NeedType) switch
    {
        (not null, not null, _) => 0,
        (not null, null, not NeedType.Unspecified) => 1,
        (not null, null, _) => 2,
        (null, _, not NeedType.Unspecified) => 3,
        _ => 4,
    };

    /// <summary>Whether it speaks of a line.</summary>
    public bool IsOf(CostedLine line) =>
        LegalBasis == line.LegalBasis && (NeedType is NeedType.Unspecified || NeedType == line.NeedType) && (LineId is null || LineId == line.LineId);
}
