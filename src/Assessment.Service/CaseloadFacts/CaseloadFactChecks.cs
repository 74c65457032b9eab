using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.CaseloadFacts;

/// <summary>What a fact must be beyond what the contract says of its fields.</summary>
internal static class CaseloadFactChecks
{
    private const int NoCluster = 9;

    /// <summary>Every fault of a fact.</summary>
    /// <param name="fact">The fact; its fields keep the contract's rules.</param>
    /// <param name="path">Where it stands in the request.</param>
    /// <param name="today">The day of the load.</param>
    public static IEnumerable<Violation> FaultsOf(CaseloadFact fact, string path, DateOnly today)
    {
        var start = Dates.Parse(fact.StartDate);
        var end = Dates.ParseOptional(fact.EndDate);
        if (start > today)
            yield return new Violation($"{path}.start_date", "NOT_IN_FUTURE", "A fact begins today or earlier.");
        if (end > today)
            yield return new Violation($"{path}.end_date", "NOT_IN_FUTURE", "A fact has no end before it has ended.");
        if (end < start)
            yield return new Violation($"{path}.end_date", "BEFORE_START", "It ends before it begins.");
        if (end is not null && fact.Kind.IsEvent())
            yield return new Violation($"{path}.end_date", "NOT_OF_THIS_FACT", "A single event has no end.");
        if (fact.Occurrences > 1 && !fact.Kind.IsEvent())
            yield return new Violation($"{path}.occurrences", "NOT_OF_THIS_FACT", "Only single events can be several on one day.");
        if (fact.Cluster is NoCluster)
            yield return new Violation($"{path}.cluster", "CLUSTER", "There is no cluster 9.");
        if (fact.Cluster > 0 && fact.Kind is not CaseloadFactKind.Cluster)
            yield return new Violation($"{path}.cluster", "NOT_OF_THIS_FACT", "Only a fact of kind CLUSTER has one.");
        if (fact.DiagnosisCode is "" && fact.Kind is CaseloadFactKind.Diagnosis)
            yield return new Violation($"{path}.diagnosis_code", "REQUIRED", "A diagnosis is given as its code.");
        if (fact.DiagnosisCode is not "" && fact.Kind is not CaseloadFactKind.Diagnosis)
            yield return new Violation($"{path}.diagnosis_code", "NOT_OF_THIS_FACT", "Only a fact of kind DIAGNOSIS has one.");
    }
}
