using Grpc.Core;
using PersonalBudgets.Assessment.CohortRules;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Domain.Expressions;
using static PersonalBudgets.Assessment.V1.CaseloadFactKind;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Keeping_cohort_rules(AssessmentService assessment)
{
    private readonly CohortHouse _house = new(assessment);
    private readonly string _code = $"COHORT_{Guid.NewGuid():N}"[..30].ToUpperInvariant();

    [Fact]
    public async Task goes_from_draft_to_published_to_the_next_version()
    {
        var draft = await _house.DraftAsync(_code, Now(Homeless));
        var first = await _house.PublishAsync(draft);
        var second = await _house.PublishAsync(await _house.DraftAsync(_code, Now(LowSecure)));

        Assert.Equal((1, CohortRuleState.Draft, "1", null), (draft.Number, draft.State, draft.Etag, draft.PublishTime));
        Assert.Equal((1, CohortRuleState.Published, "2"), (first.Number, first.State, first.Etag));
        Assert.Equal((2, CohortRuleState.Published), (second.Number, second.State));
        var replaced = await GetAsync(first.CohortRuleId);
        Assert.Equal((CohortRuleState.Retired, first.Expression, first.PublishTime), (replaced.State, replaced.Expression, replaced.PublishTime));
    }

    [Fact]
    public async Task changes_a_draft_and_never_what_is_published()
    {
        var draft = await _house.DraftAsync(_code, Now(Homeless));
        var changed = await UpdateAsync(draft, new CohortRule { Expression = Events(90, 2, CrisisContact) });

        Assert.Equal(("2", draft.Name, Events(90, 2, CrisisContact)), (changed.Etag, changed.Name, changed.Expression));
        await UpdateAsync(draft, new CohortRule { Name = "Another" }).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        await UpdateAsync(changed, new CohortRule { Code = "OTHER" }).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");
        await UpdateAsync(changed, new CohortRule { Expression = Diagnosed("F20") }).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        var published = await _house.PublishAsync(changed);

        await UpdateAsync(published, new CohortRule { Name = "Another" }).RefusedAsync(StatusCode.FailedPrecondition, "COHORT_RULE_PUBLISHED");
        Assert.Equal(published, await GetAsync(published.CohortRuleId));
    }

    [Fact]
    public async Task has_one_draft_of_a_code_however_many_ask_at_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                return (await _house.DraftAsync(_code, Now(Homeless))).State.ToString();
            }
            catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition)
            {
                return "COHORT_RULE_DRAFTED";
            }
        }));

        Assert.Equal(["COHORT_RULE_DRAFTED", "COHORT_RULE_DRAFTED", "COHORT_RULE_DRAFTED", "Draft"], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task takes_a_rule_out_of_force()
    {
        var published = await _house.PublishAsync(await _house.DraftAsync(_code, Now(Homeless)));

        var retired = (await RetireAsync(published)).CohortRule;

        Assert.Equal(CohortRuleState.Retired, retired.State);
        await RetireAsync(retired).RefusedAsync(StatusCode.FailedPrecondition, "COHORT_RULE_NOT_IN_FORCE");
        using var call = assessment.Cohorts.IdentifyPeople(new IdentifyPeopleRequest { Codes = { _code } }, assessment.Ann);
        var refusal = await RefusedCall.OfAsync(call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((StatusCode.FailedPrecondition, "COHORT_RULE_NOT_IN_FORCE"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task adopts_the_ready_made_rules_once_and_leaves_a_programmes_own_alone()
    {
        var stranger = assessment.Service.As("stranger", "QRL", "south");
        var own = CohortHouse.Rule("LOW_SECURE", Now(PrivateHospital));
        await assessment.CohortRules.CreateCohortRuleAsync(new CreateCohortRuleRequest { CohortRule = own, RequestId = AssessmentService.NewRequestId() }, stranger);

        var first = await AdoptAsync();
        var again = await AdoptAsync();

        Assert.Equal(ReadyMadeRules.All.Select(rule => rule.Code).Where(code => code != "LOW_SECURE"), first.CohortRules.Select(rule => rule.Code));
        Assert.All(first.CohortRules, rule => Assert.Equal((1, CohortRuleState.Published), (rule.Number, rule.State)));
        Assert.Empty(again.CohortRules);

        AsyncUnaryCall<AdoptCohortRulesResponse> AdoptAsync() =>
            assessment.CohortRules.AdoptCohortRulesAsync(new AdoptCohortRulesRequest { RequestId = AssessmentService.NewRequestId() }, stranger);
    }

    [Fact]
    public async Task gives_a_document_that_another_programme_takes_and_that_changes_nothing_where_it_came_from()
    {
        await _house.PublishAsync(await _house.DraftAsync(_code, All(Now(Homeless), Age(18, 0))));
        var document = await assessment.CohortRules.ExportCohortRulesAsync(new ExportCohortRulesRequest(), assessment.Ann);

        var here = await ImportAsync(document, assessment.Ann);
        var only = new CohortRuleDocument { Rules = { document.Rules.Where(rule => rule.Code == _code) } };
        var there = await ImportAsync(only, assessment.Service.As("stranger", "QRL", "south"));

        Assert.Contains(_code, here.UnchangedCodes);
        Assert.Empty(here.CohortRules);
        var drafted = Assert.Single(there.CohortRules);
        Assert.Equal((CohortRuleState.Draft, only.Rules[0].Expression), (drafted.State, drafted.Expression));
        Assert.NotEqual(only.Rules[0].CohortRuleId, drafted.CohortRuleId);
    }

    [Fact]
    public async Task takes_a_document_whole_or_not_at_all()
    {
        var good = CohortHouse.Rule(_code, Now(Homeless));
        var document = new CohortRuleDocument { Rules = { good, CohortHouse.Rule($"{_code}_B", Events(0, 1, CrisisContact)), CohortHouse.Rule(_code, Diagnosed("F20")) } };

        var refusal = await RefusedCall.OfAsync(ImportAsync(document, assessment.Ann).ResponseAsync);

        Assert.Equal(["document.rules[2].code", "document.rules[1].expression.condition.window_days", "document.rules[2].expression"], refusal.Fields);
        Assert.Empty(await CodesAsync());

        await _house.DraftAsync($"{_code}_B", Now(Homeless));
        await ImportAsync(new CohortRuleDocument { Rules = { good, CohortHouse.Rule($"{_code}_B", Now(LowSecure)) } }, assessment.Ann)
            .RefusedAsync(StatusCode.FailedPrecondition, "COHORT_RULE_DRAFTED");
        Assert.Equal([$"{_code}_B"], await CodesAsync());

        Task<IReadOnlyList<string>> CodesAsync() =>
            assessment.Service.LookAsync<string>("select code from assessment.cohort_rules where code like @pattern", new { pattern = $"{_code}%" });
    }

    [Fact]
    public async Task is_each_programmes_own()
    {
        var rule = await _house.DraftAsync(_code, Now(Homeless));

        await assessment.CohortRules.GetCohortRuleAsync(new GetCohortRuleRequest { CohortRuleId = rule.CohortRuleId }, assessment.Service.As("stranger", "QRL", "south"))
            .RefusedAsync(StatusCode.NotFound, "COHORT_RULE_NOT_FOUND");
    }

    private async Task<CohortRule> GetAsync(string id) =>
        await assessment.CohortRules.GetCohortRuleAsync(new GetCohortRuleRequest { CohortRuleId = id }, assessment.Ann);

    private AsyncUnaryCall<CohortRule> UpdateAsync(CohortRule seen, CohortRule changes) => assessment.CohortRules.UpdateCohortRuleAsync(
        new UpdateCohortRuleRequest { CohortRuleId = seen.CohortRuleId, CohortRule = changes, Etag = seen.Etag, RequestId = AssessmentService.NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<RetireCohortRuleResponse> RetireAsync(CohortRule rule) => assessment.CohortRules.RetireCohortRuleAsync(
        new RetireCohortRuleRequest { CohortRuleId = rule.CohortRuleId, Etag = rule.Etag, RequestId = AssessmentService.NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<ImportCohortRulesResponse> ImportAsync(CohortRuleDocument document, Metadata caller) =>
        assessment.CohortRules.ImportCohortRulesAsync(new ImportCohortRulesRequest { Document = document, RequestId = AssessmentService.NewRequestId() }, caller);
}
