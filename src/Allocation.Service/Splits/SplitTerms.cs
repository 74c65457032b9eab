using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>Who bears what: the law, the setting of the deployment, the place's published policies and what panels decided for people.</summary>
internal sealed class SplitTerms
{
    private readonly SplitSettings _settings;
    private readonly IReadOnlyList<SplitRule> _policies;
    private readonly ILookup<Guid, SplitRule> _overrides;
    private readonly IReadOnlyList<SplitRule> _rules;

    /// <summary>The terms of a place.</summary>
    /// <param name="funders">Who pays in the programme.</param>
    /// <param name="settings">What counts where no policy says anything.</param>
    /// <param name="rules">Policies, and decisions for people, in any order.</param>
    public SplitTerms(Funders funders, SplitSettings settings, IEnumerable<SplitRule> rules)
    {
        Funders = funders;
        _settings = settings;
        var latestFirst = rules.OrderByDescending(rule => rule.From).ThenByDescending(rule => rule.Id).ToArray();
        _policies = _rules = [.. latestFirst.Where(rule => rule.PersonId is null)];
        _overrides = latestFirst.Where(rule => rule.PersonId is not null).ToLookup(rule => rule.PersonId!.Value);
    }

    private SplitTerms(SplitTerms place, IReadOnlyList<SplitRule> rules) =>
        (Funders, _settings, _policies, _overrides, _rules) = (place.Funders, place._settings, place._policies, place._overrides, rules);

    /// <summary>Who pays in the programme.</summary>
    public Funders Funders { get; }

    /// <summary>The terms for one person: what a panel decided for them goes before the policies.</summary>
    public SplitTerms For(Guid? personId) => personId is { } id && _overrides.Contains(id) ? new SplitTerms(this, [.. _overrides[id], .. _policies]) : this;

    /// <summary>Who bears a line on a day and from it on, and the policy or decision that says so.</summary>
    public SplitPeriod On(CostedLine line, DateOnly day)
    {
        for (var rank = 0; rank < SplitRule.Ranks && _rules.Count > 0; rank++)
        {
            // The latest that has begun; one without parts gives the word to the next rank.
            if (_rules.FirstOrDefault(rule => rule.Rank == rank && rule.From <= day && rule.IsOf(line)) is { Parts.Count: > 0 } rule)
                return Period(day, rule.Parts, rule);
        }

        return Period(day, CostSplit.Shares(line, Funders, _settings), null);
    }

    /// <summary>The days after a first one and before an end on which other parts may begin to count for a line, in their order.</summary>
    public IEnumerable<DateOnly> ChangesOf(CostedLine line, DateOnly first, DateOnly end) =>
        _rules.Where(rule => rule.From > first && rule.From < end && rule.IsOf(line)).Select(rule => rule.From).Distinct().Order();

    private static SplitPeriod Period(DateOnly day, IReadOnlyList<(string Funder, int BasisPoints)> parts, SplitRule? rule) => new()
    {
        StartDate = Dates.Text(day),
        Parts = { parts.Select(part => new FunderPart { Funder = part.Funder, BasisPoints = part.BasisPoints }) },
        SplitPolicyId = rule is { PersonId: null } ? rule.Id.ToString() : "",
        SplitOverrideId = rule is { PersonId: not null } ? rule.Id.ToString() : "",
    };
}
