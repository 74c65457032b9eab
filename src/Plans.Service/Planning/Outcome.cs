namespace PersonalBudgets.Plans.Planning;

/// <summary>What the person wants to achieve.</summary>
/// <param name="OutcomeId">Made by the caller, so that lines can name it.</param>
/// <param name="Description">In the person's words.</param>
public sealed record Outcome(Guid OutcomeId, string Description);
