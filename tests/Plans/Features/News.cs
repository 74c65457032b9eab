using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>What other services tell of people and budgets after a plan was opened, and how to see that it has arrived.</summary>
internal static class News
{
    public static Task DiesAsync(this PlansFixture fixture, string personId, int version = 2) => fixture.PublishAsync(new PersonDied
    {
        Programme = TestService.Programme, SubjectId = personId, SubjectVersion = version, OccurredAt = DateTimeOffset.UtcNow, PersonId = personId,
        DeathDate = new DateOnly(2026, 3, 1),
    });

    public static Task LivesAsync(this PlansFixture fixture, string personId) => fixture.PublishAsync(new PersonDeathWithdrawn
    {
        Programme = TestService.Programme, SubjectId = personId, SubjectVersion = 3, OccurredAt = DateTimeOffset.UtcNow, PersonId = personId,
    });

    public static async Task PermitsAsync(this PlansFixture fixture, string personId, bool isPermitted, int version)
    {
        await fixture.PublishAsync(new DirectPaymentPermissionChanged
        {
            Programme = TestService.Programme, SubjectId = personId, SubjectVersion = version, OccurredAt = DateTimeOffset.UtcNow,
            PersonId = personId, IsPermitted = isPermitted,
        });
        await Eventually.AnswersAsync(
            () => fixture.Service.LookAsync<bool?>("select is_direct_payment_permitted from plans.people where person_id = @id", new { id = Guid.Parse(personId) }),
            known => known.SingleOrDefault() == isPermitted);
    }

    public static Task MergeAsync(this PlansFixture fixture, string survivor, string merged) => fixture.PublishAsync(new PeopleMerged
    {
        Programme = TestService.Programme, SubjectId = survivor, SubjectVersion = 3, OccurredAt = DateTimeOffset.UtcNow, PersonId = survivor,
        MergedPersonId = merged,
    });

    public static Task EndsAsync(this PlansFixture fixture, string personId, string allocationId) => fixture.PublishAsync(new IndicativeBudgetSuperseded
    {
        Programme = TestService.Programme, SubjectId = allocationId, SubjectVersion = 2, OccurredAt = DateTimeOffset.UtcNow, PersonId = personId,
    });

    public static Task IssuesAsync(this PlansFixture fixture, string personId, string allocationId, long pence, string? superseded = null) =>
        fixture.PublishAsync(new IndicativeBudgetIssued
        {
            Programme = TestService.Programme, SubjectId = allocationId, SubjectVersion = 1, OccurredAt = DateTimeOffset.UtcNow, PersonId = personId,
            AssessmentId = PlansFixture.NewId(), AnnualPence = pence, SupersededAllocationId = superseded,
        });

    /// <summary>The plan once it bears a flag.</summary>
    public static Task<V1.Plan> UntilAsync(this PlansFixture fixture, string planId, PlanFlag flag) =>
        Eventually.AnswersAsync(() => fixture.GetAsync(planId), plan => plan.Flags.Contains(flag));

    /// <summary>The outcomes of the audit for a subject, once there is one.</summary>
    public static Task<IReadOnlyList<string>> AuditedAsync(this PlansFixture fixture, string action, string subjectId) => Eventually.AnswersAsync(
        () => fixture.Service.LookAsync<string>(
            "select outcome from platform.audit_events where action = @action and subject_id = @id order by id", new { action, id = Guid.Parse(subjectId) }),
        outcomes => outcomes.Count > 0);

    public static async Task<IReadOnlyList<V1.Plan>> PlansOfAsync(this PlansFixture fixture, string personId) =>
        (await fixture.Plans.ListPlansAsync(new ListPlansRequest { PersonId = personId }, fixture.Planner)).Plans;
}
