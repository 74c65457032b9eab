using PersonalBudgets.Assessment.CohortRules;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>A rule that is ready to be asked.</summary>
/// <param name="Code">The cohort.</param>
/// <param name="Number">The version of its rule.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Root">Who belongs to it.</param>
internal sealed record Cohort(string Code, int Number, string Name, CohortNode Root)
{
    // Many have the same fact in the same number: it is put into words once.
    private readonly Dictionary<int, CohortReason>[] _told = [.. Root.Tests.Select(_ => new Dictionary<int, CohortReason>())];

    /// <summary>A rule as it stands on one day.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="today">The day.</param>
    /// <param name="measures">Takes the numbers that it needs.</param>
    public static Cohort Of(CohortRuleRow rule, DateOnly today, List<Measure> measures) =>
        new(rule.Code, rule.Number, rule.Name, CohortNode.Of(rule.ToMessage().Expression, today, measures));

    /// <summary>That somebody belongs to it who has these numbers on the day.</summary>
    public CohortMatch MatchOf(ReadOnlySpan<int> values, DateOnly today)
    {
        var match = new CohortMatch { Code = Code, Number = Number, Name = Name };
        for (var place = 0; place < _told.Length; place++)
        {
            var test = Root.Tests[place];
            var value = values[test.Measure];
            if (!test.Holds(value))
                continue;
            if (!_told[place].TryGetValue(value, out var reason))
                _told[place].Add(value, reason = CohortReasons.Of(test.Condition, value, today));
            match.Reasons.Add(reason);
        }

        return match;
    }
}

/// <summary>A part of a rule: a test, or several parts joined.</summary>
internal sealed record CohortNode(CohortOperator Operator, IReadOnlyList<CohortNode> Members, CohortTest? Test)
{
    /// <summary>The tests whose holding speaks for the rule; what must not be so is no fact that made anything.</summary>
    public IReadOnlyList<CohortTest> Tests { get; } =
        Operator is CohortOperator.Not ? [] : Test is not null ? [Test] : [.. Members.SelectMany(member => member.Tests)];

    /// <summary>A part as it stands on one day.</summary>
    public static CohortNode Of(CohortExpression expression, DateOnly today, List<Measure> measures) => expression.Operator is CohortOperator.Condition
        ? OfCondition(expression.Condition, today, measures)
        : new CohortNode(expression.Operator, [.. expression.Members.Select(member => Of(member, today, measures))], null);

    // What lasts or has ended is one of several facts, not their sum: apart, they say which it was.
    private static CohortNode OfCondition(CohortCondition condition, DateOnly today, List<Measure> measures)
    {
        if (condition.Kind is CohortConditionKind.Current or CohortConditionKind.Ended && condition.Facts.Count > 1)
            return new CohortNode(CohortOperator.Any, [.. condition.Facts.Select(fact => OfCondition(Only(condition, fact), today, measures))], null);
        var measure = Measure.Of(condition);
        var place = measures.IndexOf(measure);
        if (place < 0)
        {
            place = measures.Count;
            measures.Add(measure);
        }

        return new CohortNode(CohortOperator.Condition, [], CohortTest.Of(condition, place, today));
    }

    private static CohortCondition Only(CohortCondition condition, CaseloadFactKind fact)
    {
        var only = condition.Clone();
        only.Facts.Clear();
        only.Facts.Add(fact);
        return only;
    }
}
