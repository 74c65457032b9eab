using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Assessment.CohortRules;

/// <summary>The contract's CohortRulesService.</summary>
internal sealed class CohortRulesApi(UnitOfWork work) : CohortRulesService.CohortRulesServiceBase
{
    private const string Subject = "COHORT_RULE";

    // A document has no id but that of the request that it came with.
    private const string Document = "COHORT_RULE_DOCUMENT";

    /// <inheritdoc/>
    public override Task<CohortRule> CreateCohortRule(CreateCohortRuleRequest request, ServerCallContext context)
    {
        Refusal.ThrowIfAny(CohortRuleChecks.FaultsOf(request.CohortRule.Expression, "cohort_rule.expression"));
        return work.MutateAsync(request, context, mutation => DraftAsync(mutation, request.CohortRule));
    }

    /// <inheritdoc/>
    public override Task<CohortRule> GetCohortRule(GetCohortRuleRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => (await CohortRuleStore.GetAsync(session, Guid.Parse(request.CohortRuleId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListCohortRulesResponse> ListCohortRules(ListCohortRulesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, "cohort-rules");
            var (rows, next) = page.Split(await CohortRuleStore.ListAsync(session, page), row => row.Id);
            return new ListCohortRulesResponse { CohortRules = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<CohortRule> UpdateCohortRule(UpdateCohortRuleRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var id = Guid.Parse(request.CohortRuleId);
            var current = (await CohortRuleStore.GetAsync(mutation, id)).ToMessage();
            var updated = ResourceUpdate.Apply(current, request.CohortRule, request.UpdateMask);
            if (updated.Code != current.Code)
                throw Refusal.Invalid(new Violation("cohort_rule.code", "IMMUTABLE", "A cohort keeps its code: draft a rule of the other code."));
            Refusal.ThrowIfAny(CohortRuleChecks.FaultsOf(updated.Expression, "cohort_rule.expression"));
            var rule = await CohortRuleStore.UpdateAsync(mutation, id, Etag.Parse(request.Etag), updated);
            mutation.Audit("assessment.cohort_rule.changed", Subject, rule.Id);
            return rule.ToMessage();
        });

    /// <inheritdoc/>
    public override Task<PublishCohortRuleResponse> PublishCohortRule(PublishCohortRuleRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation => new PublishCohortRuleResponse
        {
            CohortRule = await PublishAsync(mutation, Guid.Parse(request.CohortRuleId), Etag.Parse(request.Etag)),
        });

    /// <inheritdoc/>
    public override Task<RetireCohortRuleResponse> RetireCohortRule(RetireCohortRuleRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var rule = await CohortRuleStore.RetireAsync(mutation, Guid.Parse(request.CohortRuleId), Etag.Parse(request.Etag));
            mutation.Audit("assessment.cohort_rule.retired", Subject, rule.Id);
            return new RetireCohortRuleResponse { CohortRule = rule.ToMessage() };
        });

    /// <inheritdoc/>
    public override Task<CohortRuleDocument> ExportCohortRules(ExportCohortRulesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
            new CohortRuleDocument { Rules = { (await CohortRuleStore.InForceAsync(session)).Select(row => row.ToMessage()) } });

    /// <inheritdoc/>
    public override Task<ImportCohortRulesResponse> ImportCohortRules(ImportCohortRulesRequest request, ServerCallContext context)
    {
        var rules = request.Document.Rules;
        Refusal.ThrowIfAny(
        [
            .. rules.Count is 0 ? [new Violation("document.rules", "REQUIRED", "A document to import has at least one rule.")] : Array.Empty<Violation>(),
            .. rules.Index().Where(rule => rules.Take(rule.Index).Any(before => before.Code == rule.Item.Code))
                .Select(rule => new Violation($"document.rules[{rule.Index}].code", "DUPLICATE", "An earlier rule of the document has this code.")),
            .. rules.Index().SelectMany(rule => CohortRuleChecks.FaultsOf(rule.Item.Expression, $"document.rules[{rule.Index}].expression")),
        ]);
        return work.MutateAsync(request, context, async mutation =>
        {
            mutation.Audit("assessment.cohort_rules.imported", Document, Guid.Parse(request.RequestId));
            var inForce = (await CohortRuleStore.InForceAsync(mutation)).ToDictionary(row => row.Code, row => row.ToMessage());
            var response = new ImportCohortRulesResponse();
            foreach (var rule in rules)
            {
                if (inForce.TryGetValue(rule.Code, out var current) && (current.Name, current.Why, current.Expression).Equals((rule.Name, rule.Why, rule.Expression)))
                    response.UnchangedCodes.Add(rule.Code);
                else
                    response.CohortRules.Add(await DraftAsync(mutation, rule));
            }
            return response;
        });
    }

    /// <inheritdoc/>
    public override Task<AdoptCohortRulesResponse> AdoptCohortRules(AdoptCohortRulesRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            mutation.Audit("assessment.cohort_rules.adopted", Document, Guid.Parse(request.RequestId));
            var known = (await CohortRuleStore.CodesAsync(mutation)).ToHashSet();
            var response = new AdoptCohortRulesResponse();
            foreach (var rule in ReadyMadeRules.All.Where(rule => !known.Contains(rule.Code)))
            {
                var draft = await DraftAsync(mutation, rule);
                response.CohortRules.Add(await PublishAsync(mutation, Guid.Parse(draft.CohortRuleId), Etag.Parse(draft.Etag)));
            }
            return response;
        });

    private static async Task<CohortRule> DraftAsync(Mutation mutation, CohortRule rule)
    {
        var draft = await CohortRuleStore.DraftAsync(mutation, rule);
        mutation.Audit("assessment.cohort_rule.drafted", Subject, draft.Id);
        return draft.ToMessage();
    }

    private static async Task<CohortRule> PublishAsync(Mutation mutation, Guid id, int expected)
    {
        var rule = await CohortRuleStore.PublishAsync(mutation, id, expected);
        mutation.Audit("assessment.cohort_rule.published", Subject, rule.Id);
        return rule.ToMessage();
    }
}
