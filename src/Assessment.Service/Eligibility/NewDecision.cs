namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>A decision that is about to be stored.</summary>
internal sealed record NewDecision(
    Guid Id, Guid AssessmentId, Guid PersonId, V1.EligibilityFacts Facts, string LawVersion, Guid? DiscretionaryPolicyId, IReadOnlyList<BasisDecision> Bases, Redecision? Redecision)
{
    /// <summary>A budget goes ahead if any basis yields needs to meet (DOMAIN 0, A2).</summary>
    public bool BudgetGoesAhead => Bases.Any(basis => basis.Eligible);
}
