using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;
using static PersonalBudgets.Allocation.Tests.Slices.Charging;

namespace PersonalBudgets.Allocation.Tests.Slices;

[Collection<AllocationCollection>]
public sealed class Assessing_means(AllocationService allocation)
{
    [Fact]
    public async Task keeps_the_calculation_with_the_rates_and_rules_it_used_and_replays_it_to_the_penny()
    {
        var personId = await allocation.PersonAsync();
        var draft = await allocation.Draft(personId, Fa1());
        Assert.Equal((FinancialAssessmentState.Draft, AgeGroup.From25, "1", null), (draft.State, draft.Means.Circumstances.AgeGroup, draft.Etag, draft.Calculation));

        var done = (await allocation.Complete(draft)).FinancialAssessment;

        Assert.Equal((FinancialAssessmentState.Completed, "2", "2026-04-06", "2024-04-08", "ann"), (done.State, done.Etag, done.ReviewDate, done.RulesVersion, done.CompletedBy));
        Assert.Equal((8_402, 15), (done.Calculation.Contribution.WeeklyMaximumPence, done.Calculation.Steps.Count));
        Assert.Equal(done, await GetAsync(done));
        var replayed = await allocation.Finances().ReplayFinancialAssessmentAsync(new ReplayFinancialAssessmentRequest { FinancialAssessmentId = done.FinancialAssessmentId }, allocation.Ann);
        Assert.True(replayed.Agrees);
        Assert.Equal(done.Calculation, replayed.Calculation);
        var record = await allocation.Finances().GetFinancialAssessmentRecordAsync(new GetFinancialAssessmentRecordRequest { FinancialAssessmentId = done.FinancialAssessmentId }, allocation.Ann);
        Assert.Contains("So you pay £84.02 a week, or what your care costs if that is less.", record.Paragraphs);
    }

    [Fact]
    public async Task finds_out_the_age_from_the_birth_date_and_is_looked_at_again_when_it_changes()
    {
        var personId = await allocation.PersonAsync("2000-09-09");
        var draft = await allocation.Draft(personId, Fa1());

        Assert.Equal(AgeGroup._18To24, draft.Means.Circumstances.AgeGroup);
        Assert.Equal("2025-09-09", (await allocation.Complete(draft)).FinancialAssessment.ReviewDate);
        var insisting = Fa1("2025-06-03");
        insisting.Means.Circumstances.AgeGroup = AgeGroup.PensionAge;
        Assert.Equal(["financial_assessment.means.circumstances.age_group"], (await RefusedCall.OfAsync(allocation.Draft(personId, insisting))).Fields);
        Assert.Equal(["financial_assessment.effective_from"], (await RefusedCall.OfAsync(allocation.Draft(await allocation.PersonAsync("2010-01-01"), Fa1()))).Fields);
    }

    [Fact]
    public async Task changes_a_draft_and_never_what_was_completed()
    {
        var draft = await allocation.Draft(await allocation.PersonAsync("2000-09-09"), Fa1());
        var changed = await allocation.Finances().UpdateFinancialAssessmentAsync(Update(draft, new FinancialAssessment { EffectiveFrom = "2025-09-09" }), allocation.Ann);
        Assert.Equal(("2025-09-09", AgeGroup.From25, "2", 4), (changed.EffectiveFrom, changed.Means.Circumstances.AgeGroup, changed.Etag, changed.Means.Incomes.Count));
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH"), await RefusalAsync(allocation.Complete(draft)));

        var done = (await allocation.Complete(changed)).FinancialAssessment;

        Assert.Equal((StatusCode.FailedPrecondition, "FINANCIAL_ASSESSMENT_COMPLETED"), await RefusalAsync(allocation.Complete(done)));
        Assert.Equal(
            (StatusCode.FailedPrecondition, "FINANCIAL_ASSESSMENT_COMPLETED"),
            await RefusalAsync(allocation.Finances().UpdateFinancialAssessmentAsync(Update(done, new FinancialAssessment { EffectiveFrom = "2025-10-01" }), allocation.Ann)));
    }

    [Fact]
    public async Task shows_others_the_figure_alone_from_the_assessment_of_the_day()
    {
        var personId = await allocation.PersonAsync();
        var first = await allocation.CompletedAsync(personId, Fa1());
        var second = await allocation.CompletedAsync(personId, new FinancialAssessment { EffectiveFrom = "2025-08-01", Method = FinancialAssessmentMethod.NotDisclosed });
        var planner = allocation.Service.As(permissions: ["allocation.contributions.read"]);

        var (june, august) = (await allocation.Contribution(personId, "2025-07-31", planner), await allocation.Contribution(personId, "2026-04-06", planner));

        Assert.Equal((first.FinancialAssessmentId, 8_402, false), (june.FinancialAssessmentId, june.Assessed.WeeklyMaximumPence, june.IsReviewDue));
        Assert.Equal((second.FinancialAssessmentId, true, true), (august.FinancialAssessmentId, august.Assessed.IsFullCost, august.IsReviewDue));
        Assert.Equal((StatusCode.NotFound, "FINANCIAL_ASSESSMENT_NOT_FOUND"), await RefusalAsync(allocation.Contribution(personId, "2025-06-01")));
        Assert.Equal(StatusCode.PermissionDenied, (await RefusedCall.OfAsync(allocation.Finances().GetFinancialAssessmentAsync(
            new GetFinancialAssessmentRequest { FinancialAssessmentId = first.FinancialAssessmentId }, planner))).Code);
    }

    [Fact]
    public async Task has_one_of_a_person_begin_on_a_day_also_under_a_merged_id()
    {
        var (survivor, merged) = (await allocation.PersonAsync(), await allocation.PersonAsync());
        var first = await allocation.CompletedAsync(merged, Fa1());
        await allocation.PublishAsync(new PeopleMerged
        {
            Programme = "north", SubjectId = survivor, SubjectVersion = 2, OccurredAt = DateTimeOffset.UtcNow, PersonId = survivor, MergedPersonId = merged,
        });
        await Eventually.AnswersAsync(async () => (await ListAsync(survivor)).FinancialAssessments, listed => listed.Count is 1);
        var draft = await allocation.Draft(survivor, Fa1());

        var refusal = await RefusedCall.OfAsync(allocation.Complete(draft));

        Assert.Equal(("FINANCIAL_ASSESSMENT_OVERLAPS", first.FinancialAssessmentId), (refusal.Reason, refusal.Metadata["financial_assessment_id"]));
        Assert.Equal(8_402, (await allocation.Contribution(survivor, "2025-06-02")).Assessed.WeeklyMaximumPence);
    }

    [Fact]
    public async Task corrects_by_a_new_version_that_takes_the_place_of_the_old()
    {
        var personId = await allocation.PersonAsync();
        var wrong = await allocation.CompletedAsync(personId, Fa1());
        var right = Fa1();
        right.Means.DisabilityExpenses[0].AmountPence = 3_000;
        (right.CorrectsFinancialAssessmentId, right.CorrectionReason) = (wrong.FinancialAssessmentId, "The heating was left out.");

        var corrected = await allocation.CompletedAsync(personId, right);

        Assert.Equal(FinancialAssessmentState.Corrected, (await GetAsync(wrong)).State);
        Assert.Equal((corrected.FinancialAssessmentId, 7_902), await allocation.Contribution(personId, "2025-06-02") is var now ? (now.FinancialAssessmentId, now.Assessed.WeeklyMaximumPence) : default);
        Assert.Equal((StatusCode.FailedPrecondition, "FINANCIAL_ASSESSMENT_NOT_COMPLETED"), await RefusalAsync(allocation.Draft(personId, right)));
        Assert.Equal((StatusCode.NotFound, "FINANCIAL_ASSESSMENT_NOT_FOUND"), await RefusalAsync(allocation.Draft(await allocation.PersonAsync(), right)));
    }

    [Fact]
    public async Task of_two_at_once_that_begin_on_one_day_completes_one()
    {
        var personId = await allocation.PersonAsync();
        var drafts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => allocation.Draft(personId, Fa1()).ResponseAsync));

        var outcomes = await Task.WhenAll(drafts.Select(async draft =>
        {
            try
            {
                await allocation.Complete(draft);
                return "completed";
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition)
            {
                return "refused";
            }
        }));

        Assert.Single(outcomes, "completed");
    }

    [Fact]
    public async Task lists_whom_to_look_at_again_once_each_and_nobody_who_died()
    {
        var (due, notYet, dead) = (await allocation.PersonAsync(), await allocation.PersonAsync(), await allocation.PersonAsync());
        await allocation.CompletedAsync(due, Fa1("2024-05-01"));
        var latest = await allocation.CompletedAsync(due, Fa1("2025-04-07"));
        await allocation.CompletedAsync(notYet, Fa1("2026-04-06"));
        await allocation.CompletedAsync(dead, Fa1("2025-04-07"));
        await allocation.PublishAsync(new PersonDied
        {
            Programme = "north", SubjectId = dead, SubjectVersion = 2, OccurredAt = DateTimeOffset.UtcNow, PersonId = dead, DeathDate = new DateOnly(2025, 7, 1),
        });

        var listed = await Eventually.AnswersAsync(() => ReviewsAsync("2026-04-06"), rows => rows.All(row => row.PersonId != dead));

        Assert.Equal([latest.FinancialAssessmentId], listed.Where(row => row.PersonId == due).Select(row => row.FinancialAssessmentId));
        Assert.DoesNotContain(notYet, listed.Select(row => row.PersonId));
        Assert.DoesNotContain(due, (await ReviewsAsync("2026-04-05")).Select(row => row.PersonId));
        // What was owed until the death is still worked out.
        await allocation.CompletedAsync(dead, Fa1("2025-06-30"));
        Assert.Equal((StatusCode.FailedPrecondition, "PERSON_DIED"), await RefusalAsync(allocation.Draft(dead, Fa1("2025-07-02"))));
    }

    [Fact]
    public async Task is_refused_in_a_year_without_rates_and_for_who_is_not_there()
    {
        var refusal = await RefusedCall.OfAsync(allocation.Draft(await allocation.PersonAsync(), Fa1("2024-04-07")));

        Assert.Equal(("CHARGING_RATES_MISSING", "2024-04-08"), (refusal.Reason, refusal.Metadata["first_known_date"]));
        Assert.Equal((StatusCode.NotFound, "PERSON_NOT_FOUND"), await RefusalAsync(allocation.Draft(NewId(), Fa1())));
    }

    [Fact]
    public async Task names_unknown_kinds_and_negative_money_all_at_once()
    {
        var assessment = Fa1();
        assessment.Means.Incomes[0].Kind = (IncomeKind)999;
        assessment.Means.Incomes[1].Kind = IncomeKind.Unspecified;
        assessment.Means.Incomes[2].AmountPence = -1;
        assessment.Means.Capitals[0].ValuePence = -1;

        var refusal = await RefusedCall.OfAsync(allocation.Draft(await allocation.PersonAsync(), assessment));

        Assert.Equal(
            ["incomes[0].kind", "incomes[1].kind", "incomes[2].amount_pence", "capitals[0].value_pence"],
            refusal.Fields.Select(field => field["financial_assessment.means.".Length..]));
    }

    [Fact]
    public async Task tries_out_without_storing_anything_and_agrees_with_what_is_completed()
    {
        var count = await CountAsync();
        var means = Domain.Charging.Person.Fa1();
        var request = new SimulateFinancialAssessmentRequest { Date = "2025-06-02", Means = means };

        var tried = (await allocation.Finances().SimulateFinancialAssessmentAsync(request, allocation.Ann)).Calculation;

        Assert.Equal(count, await CountAsync());
        Assert.Equal(tried, (await allocation.CompletedAsync(await allocation.PersonAsync(), Fa1())).Calculation);
        means.Circumstances.AgeGroup = AgeGroup.Unspecified;
        Assert.Equal(["means.circumstances.age_group"], (await RefusedCall.OfAsync(allocation.Finances().SimulateFinancialAssessmentAsync(request, allocation.Ann))).Fields);
    }

    [Fact]
    public async Task leaves_no_income_in_logs_audit_or_events()
    {
        var assessment = Fa1();
        assessment.Means.DisabilityExpenses[0].Description = "unmistakable lavender laundry";
        assessment.Means.Incomes[0].AmountPence = 9_273_641;

        await allocation.CompletedAsync(await allocation.PersonAsync(), assessment);

        var kept = await allocation.Service.LookAsync<string>("""
            select row_to_json(event)::text from platform.audit_events event union all select row_to_json(sent)::text from platform.outbox sent
            union all select encode(response, 'escape') from platform.request_keys where response is not null
            """);
        Assert.DoesNotContain(kept.Append(allocation.Service.Log), text => text.Contains("lavender", StringComparison.Ordinal) || text.Contains("9273641", StringComparison.Ordinal));
    }

    private Task<FinancialAssessment> GetAsync(FinancialAssessment assessment) => allocation.Finances().GetFinancialAssessmentAsync(
        new GetFinancialAssessmentRequest { FinancialAssessmentId = assessment.FinancialAssessmentId }, allocation.Ann).ResponseAsync;

    private Task<ListFinancialAssessmentsResponse> ListAsync(string personId) =>
        allocation.Finances().ListFinancialAssessmentsAsync(new ListFinancialAssessmentsRequest { PersonId = personId }, allocation.Ann).ResponseAsync;

    private async Task<IReadOnlyList<FinancialAssessmentReview>> ReviewsAsync(string dueBy) => (await allocation.Finances().ListFinancialAssessmentReviewsAsync(
        new ListFinancialAssessmentReviewsRequest { DueBy = dueBy, PageSize = 1_000 }, allocation.Ann)).FinancialAssessmentReviews;

    private async Task<long> CountAsync() => Assert.Single(await allocation.Service.LookAsync<long>("select count(*) from allocation.financial_assessments"));

    private static UpdateFinancialAssessmentRequest Update(FinancialAssessment known, FinancialAssessment changes) =>
        new() { FinancialAssessmentId = known.FinancialAssessmentId, FinancialAssessment = changes, Etag = known.Etag, RequestId = NewId() };

    private static async Task<(StatusCode, string)> RefusalAsync<T>(AsyncUnaryCall<T> call)
    {
        var refusal = await RefusedCall.OfAsync(call);
        return (refusal.Code, refusal.Reason);
    }
}
