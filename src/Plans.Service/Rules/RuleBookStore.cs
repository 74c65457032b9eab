using System.Collections.Frozen;
using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Rules;

/// <summary>The national reference tables. Read once: they change with a migration only, and that comes with a new program.</summary>
public sealed class RuleBookStore
{
    private volatile RuleBook? _book;

    /// <summary>The rules, the catalogue and the rates.</summary>
    public async Task<RuleBook> GetAsync(Session work) => _book ??= await ReadAsync(work);

    private static async Task<RuleBook> ReadAsync(Session work)
    {
        var caught = (await work.QueryAsync<CaughtCategory>("select rule_code, category_code from plans.exclusion_rule_categories"))
            .ToLookup(row => row.RuleCode, row => row.CategoryCode);
        var rules = await work.QueryAsync<RuleRow>("select code, text, kind, source, scope, override from plans.exclusion_rules order by position");
        var categories = await work.QueryAsync<Category>("select code, text, sleep_in from plans.categories");
        var wages = await work.QueryAsync<MinimumWage>(
            "select valid_from, valid_to, pence_per_hour, source from plans.minimum_wages where band = 'AGE_21_AND_OVER' order by valid_from");
        return new RuleBook(
            [.. rules.Select(rule => rule.ToRule(caught[rule.Code]))],
            categories.ToFrozenDictionary(category => category.Code),
            wages);
    }

    private sealed record CaughtCategory(string RuleCode, string CategoryCode);

    private sealed record RuleRow(string Code, string Text, string Kind, string Source, string Scope, string Override)
    {
        public ExclusionRule ToRule(IEnumerable<string> categories) => new(
            Code, Text, Codes.Parse<RuleKind>(Kind), Source, Codes.Parse<RuleScope>(Scope), Codes.Parse<RuleOverride>(Override),
            categories.ToFrozenSet());
    }
}
