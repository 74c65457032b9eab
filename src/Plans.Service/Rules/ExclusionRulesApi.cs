using Grpc.Core;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Rules;

/// <summary>The rules about what may not be bought, for everybody to read.</summary>
public sealed class ExclusionRulesApi(UnitOfWork work, RuleBookStore store) : ExclusionRulesService.ExclusionRulesServiceBase
{
    /// <inheritdoc/>
    public override Task<V1.ExclusionRule> GetExclusionRule(GetExclusionRuleRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var book = await store.GetAsync(session);
            return book.Rules.FirstOrDefault(rule => rule.Code == request.Code) is { } found
                ? ToMessage(found)
                : throw Refusal.NotFound("EXCLUSION_RULE", request.Code);
        });

    /// <inheritdoc/>
    public override Task<ListExclusionRulesResponse> ListExclusionRules(ListExclusionRulesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var book = await store.GetAsync(session);
            var page = Page.Read(request.PageSize, request.PageToken, session, "exclusionRules");
            var numbered = book.Rules.Select((rule, i) => (Id: PageId(i), Rule: rule)).Where(entry => page.After is not { } after || entry.Id > after);
            var (items, next) = page.Split([.. numbered.Take(page.Take)], entry => entry.Id);
            return new ListExclusionRulesResponse { ExclusionRules = { items.Select(entry => ToMessage(entry.Rule)) }, NextPageToken = next };
        });

    /// <summary>A rule's place in the book in the form that page tokens carry.</summary>
    private static Guid PageId(int position) => new(position, 0, 0, new byte[8]);

    private static V1.ExclusionRule ToMessage(ExclusionRule rule) => new()
    {
        Code = rule.Code,
        Text = rule.Text,
        Kind = rule.Kind,
        Source = rule.Source,
        Scope = rule.Scope,
        Override = rule.Override,
        Categories = { rule.Categories.Order(StringComparer.Ordinal) },
    };
}
