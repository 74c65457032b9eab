using Google.Protobuf;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.CohortRules;

/// <summary>The rules of a programme, in all their versions.</summary>
internal static class CohortRuleStore
{
    private const string Columns = "id, code, number, state, name, why, expression::text as expression, created_at, published_at, version";

    /// <summary>Drafts the next version of a rule's code.</summary>
    /// <exception cref="Refusal">COHORT_RULE_DRAFTED.</exception>
    public static async Task<CohortRuleRow> DraftAsync(Mutation work, CohortRule rule) =>
        await work.FirstOrDefaultAsync<CohortRuleRow>($"""
            insert into assessment.cohort_rules (programme, id, code, number, state, name, why, expression, created_at)
            select @Programme, @id, @Code, coalesce(max(number), 0) + 1, 'DRAFT', @Name, @Why, @expression::jsonb, @Now
            from assessment.cohort_rules where code = @Code
            on conflict do nothing
            returning {Columns}
            """,
            new { work.Programme, id = work.NewId(), rule.Code, rule.Name, rule.Why, expression = JsonFormatter.Default.Format(rule.Expression), work.Now })
        ?? throw Refusal.Rule("COHORT_RULE_DRAFTED", "This cohort has a draft already: change or publish that one.", null, ("code", rule.Code));

    /// <summary>Changes a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">COHORT_RULE_NOT_FOUND; COHORT_RULE_PUBLISHED; ETAG_MISMATCH.</exception>
    public static async Task<CohortRuleRow> UpdateAsync(Mutation work, Guid id, int expected, CohortRule rule) =>
        await work.FirstOrDefaultAsync<CohortRuleRow>($"""
            update assessment.cohort_rules set name = @Name, why = @Why, expression = @expression::jsonb, version = version + 1
            where id = @id and version = @expected and state = 'DRAFT'
            returning {Columns}
            """, new { id, expected, rule.Name, rule.Why, expression = JsonFormatter.Default.Format(rule.Expression) })
        ?? throw await NotDraftAsync(work, id);

    /// <summary>Puts a draft in force in the place of the version before it.</summary>
    /// <exception cref="Refusal">COHORT_RULE_NOT_FOUND; COHORT_RULE_PUBLISHED; ETAG_MISMATCH.</exception>
    public static async Task<CohortRuleRow> PublishAsync(Mutation work, Guid id, int expected)
    {
        await work.ExecuteAsync("""
            update assessment.cohort_rules set state = 'RETIRED', version = version + 1
            where state = 'PUBLISHED' and code = (select code from assessment.cohort_rules where id = @id and version = @expected and state = 'DRAFT')
            """, new { id, expected });
        return await work.FirstOrDefaultAsync<CohortRuleRow>($"""
            update assessment.cohort_rules set state = 'PUBLISHED', published_at = @Now, version = version + 1
            where id = @id and version = @expected and state = 'DRAFT'
            returning {Columns}
            """, new { id, expected, work.Now })
            ?? throw await NotDraftAsync(work, id);
    }

    /// <summary>Takes the version in force out of it.</summary>
    /// <exception cref="Refusal">COHORT_RULE_NOT_FOUND; COHORT_RULE_NOT_IN_FORCE; ETAG_MISMATCH.</exception>
    public static async Task<CohortRuleRow> RetireAsync(Mutation work, Guid id, int expected)
    {
        var retired = await work.FirstOrDefaultAsync<CohortRuleRow>($"""
            update assessment.cohort_rules set state = 'RETIRED', version = version + 1
            where id = @id and version = @expected and state = 'PUBLISHED'
            returning {Columns}
            """, new { id, expected });
        if (retired is not null)
            return retired;
        var current = await GetAsync(work, id);
        throw current.State is "PUBLISHED"
            ? Refusal.EtagMismatch(current.Version)
            : Refusal.Rule("COHORT_RULE_NOT_IN_FORCE", "This version of the rule is not in force.", null, ("code", current.Code));
    }

    /// <summary>One version of a rule.</summary>
    /// <exception cref="Refusal">COHORT_RULE_NOT_FOUND.</exception>
    public static async Task<CohortRuleRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<CohortRuleRow>($"select {Columns} from assessment.cohort_rules where id = @id", new { id })
        ?? throw Refusal.NotFound("COHORT_RULE", id);

    /// <summary>A page of rules in all their versions.</summary>
    public static Task<IReadOnlyList<CohortRuleRow>> ListAsync(Session work, Page page) => work.QueryAsync<CohortRuleRow>(
        $"select {Columns} from assessment.cohort_rules where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>The rules in force, in the order of their codes.</summary>
    public static Task<IReadOnlyList<CohortRuleRow>> InForceAsync(Session work) => work.QueryAsync<CohortRuleRow>(
        $"select {Columns} from assessment.cohort_rules where state = 'PUBLISHED' order by code");

    /// <summary>The codes that the programme has rules of, in force or not.</summary>
    public static Task<IReadOnlyList<string>> CodesAsync(Session work) => work.QueryAsync<string>("select distinct code from assessment.cohort_rules");

    private static async Task<Refusal> NotDraftAsync(Mutation work, Guid id)
    {
        var current = await GetAsync(work, id);
        return current.State is "DRAFT"
            ? Refusal.EtagMismatch(current.Version)
            : Refusal.Rule("COHORT_RULE_PUBLISHED", "A published rule never changes: draft the next version.", null, ("code", current.Code));
    }
}
