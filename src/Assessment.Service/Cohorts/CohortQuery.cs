using PersonalBudgets.Assessment.CohortRules;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>Rules that are asked in one query: as many as there are bits in the number in which the database says which hold.</summary>
/// <param name="Today">The day of the question.</param>
/// <param name="Cohorts">The rules, in the order of their bits.</param>
/// <param name="Measures">The numbers that they need.</param>
/// <param name="Sql">The query.</param>
/// <param name="Parameters">Its parameters from the third: the first two are the people before and at the end of a page.</param>
internal sealed record CohortQuery(DateOnly Today, IReadOnlyList<Cohort> Cohorts, IReadOnlyList<Measure> Measures, string Sql, IReadOnlyList<object> Parameters)
{
    private const int MostRules = 62;

    /// <summary>The queries of rules, as they stand on one day.</summary>
    public static IReadOnlyList<CohortQuery> Of(IEnumerable<CohortRuleRow> rules, DateOnly today) => [.. rules.Chunk(MostRules).Select(some =>
    {
        var measures = new List<Measure>();
        Cohort[] cohorts = [.. some.Select(rule => Cohort.Of(rule, today, measures))];
        var (sql, parameters) = CohortQueryStore.Write(cohorts, measures, today);
        return new CohortQuery(today, cohorts, measures, sql, parameters);
    })];
}
