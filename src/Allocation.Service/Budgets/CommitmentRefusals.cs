using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Why a commitment cannot be changed as asked.</summary>
internal static class CommitmentRefusals
{
    /// <summary>Nothing is set aside any more.</summary>
    public static Refusal NotStanding(CommitmentRow commitment) =>
        Refusal.Rule("COMMITMENT_NOT_STANDING", "Nothing is set aside by this commitment any more.", null, ("state", commitment.State));

    /// <summary>It is no more, or not yet, what was confirmed.</summary>
    public static Refusal NotConfirmed(CommitmentRow commitment) => commitment.State is "ENDED"
        ? Refusal.Rule("COMMITMENT_ENDED", "The commitment has ended.", null, ("commitment_id", commitment.Id))
        : Refusal.Rule("COMMITMENT_NOT_CONFIRMED", "Only what was confirmed can be ended or suspended.", null, ("state", commitment.State));

    /// <summary>It was made in one step and has no lines.</summary>
    public static Refusal WithoutLines(CommitmentRow commitment) =>
        Refusal.Rule("COMMITMENT_WITHOUT_LINES", "The commitment has no lines: it was made in one step.", null, ("kind", commitment.Kind));
}
