using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Features.PlansFixture;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>News about a person flags their plans for those who look at them; nothing stops for it (DOMAIN 0, A3).</summary>
public sealed class Asking_for_a_review(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    /// <summary>News, the flag that it raises, and whether it needs a line on section 117.</summary>
    public static TheoryData<string, PlanFlag> News => new()
    {
        { nameof(NeedsChanged), PlanFlag.NeedsChanged },
        { nameof(PersonMoved), PlanFlag.PersonMoved },
        { nameof(CapacityChanged), PlanFlag.CapacityChanged },
        { nameof(ConsentWithdrawn), PlanFlag.ConsentWithdrawn },
        { nameof(LegalStatusChanged), PlanFlag.AftercareEnded },
    };

    [Theory]
    [MemberData(nameof(News))]
    public async Task flags_a_plan_once_and_changes_nothing_else_of_it(string news, PlanFlag flag)
    {
        var plan = await fixture.SubmittedAsync(NeedType.Social);

        await fixture.PublishAsync(Event(news, plan.PersonId));
        await fixture.UntilAsync(plan.PlanId, flag);
        await fixture.PublishAsync(Event(news, plan.PersonId));
        Assert.Equal(["NO_PLAN"], await fixture.AuditedAsync("plans.review.asked", plan.PersonId));

        var flagged = await fixture.GetAsync(plan.PlanId);
        Assert.Equal([flag], flagged.Flags);
        flagged.Flags.Clear();
        Assert.Equal(plan, flagged);
        Assert.Equal(PlanState.Approved, (await fixture.Plans.ApprovePlanAsync(Approve(plan), fixture.CouncilApprover)).Plan.State);
    }

    [Fact]
    public async Task is_answered_with_what_was_found_and_why_and_can_be_asked_again()
    {
        var plan = await fixture.SubmittedAsync(NeedType.Social);
        await fixture.PublishAsync(Event(nameof(PersonMoved), plan.PersonId));
        await fixture.UntilAsync(plan.PlanId, PlanFlag.PersonMoved);

        var answered = (await Answer(plan, PlanFlag.PersonMoved)).Plan;

        var answer = Assert.Single(answered.ReviewAnswers);
        Assert.Equal(
            (PlanFlag.PersonMoved, ReviewFinding.PlanFits, "The same help goes on.", "planner"), (answer.Flag, answer.Finding, answer.Reasons, answer.AnsweredBy));
        Assert.Equal((0, plan.Etag), (answered.Flags.Count, answered.Etag));
        Assert.Equal(answered, await fixture.GetAsync(plan.PlanId));
        await Answer(plan, PlanFlag.PersonMoved).RefusedAsync(StatusCode.FailedPrecondition, "REVIEW_NOT_ASKED");
        Assert.Equal(["reasons"], (await RefusedCall.OfAsync(Answer(plan, PlanFlag.PersonMoved, " "))).Fields);
        Assert.Equal(["flag"], (await RefusedCall.OfAsync(Answer(plan, PlanFlag.PersonDied))).Fields);
        await Answer(new V1.Plan(plan) { Etag = "99" }, PlanFlag.PersonMoved).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        await fixture.PublishAsync(Event(nameof(PersonMoved), plan.PersonId));
        await fixture.UntilAsync(plan.PlanId, PlanFlag.PersonMoved);
    }

    private AsyncUnaryCall<AnswerReviewResponse> Answer(V1.Plan plan, PlanFlag flag, string reasons = "The same help goes on.") => fixture.Plans.AnswerReviewAsync(
        new AnswerReviewRequest { PlanId = plan.PlanId, Flag = flag, Finding = ReviewFinding.PlanFits, Reasons = reasons, Etag = plan.Etag, RequestId = NewId() }, fixture.Planner);

    [Fact]
    public async Task passes_over_plans_that_the_news_does_not_concern()
    {
        var thirdParty = Line();
        thirdParty.Management = Management.ThirdParty;
        var plan = await fixture.WrittenAsync(thirdParty);

        await fixture.PublishAsync(Event(nameof(ConsentWithdrawn), plan.PersonId));
        await fixture.PublishAsync(Event(nameof(LegalStatusChanged), plan.PersonId));
        await Eventually.AnswersAsync(() => fixture.AuditedAsync("plans.review.asked", plan.PersonId), outcomes => outcomes.Count is 2);

        Assert.Empty((await fixture.GetAsync(plan.PlanId)).Flags);
    }

    [Fact]
    public async Task finds_the_plans_of_every_record_of_the_person()
    {
        var (one, other) = (await fixture.OpenedAsync(), await fixture.OpenedAsync());
        await fixture.MergeAsync(one.PersonId, other.PersonId);
        await fixture.AuditedAsync("plans.people.merged", one.PersonId);

        await fixture.PublishAsync(Event(nameof(NeedsChanged), one.PersonId));

        await fixture.UntilAsync(one.PlanId, PlanFlag.NeedsChanged);
        await fixture.UntilAsync(other.PlanId, PlanFlag.NeedsChanged);
    }

    private static IDomainEvent Event(string news, string personId)
    {
        var (programme, id, now) = (TestService.Programme, NewId(), DateTimeOffset.UtcNow);
        return news switch
        {
            nameof(NeedsChanged) => new NeedsChanged { Programme = programme, SubjectId = id, SubjectVersion = 1, OccurredAt = now, PersonId = personId, IsUrgent = true },
            nameof(PersonMoved) => new PersonMoved
            {
                Programme = programme, SubjectId = id, SubjectVersion = 1, OccurredAt = now, PersonId = personId, MoveDate = new DateOnly(2026, 3, 1),
                FromCouncil = "E10000011", ToCouncil = "E10000012", FromIntegratedCareBoard = "QNX", ToIntegratedCareBoard = "QRL",
            },
            nameof(CapacityChanged) => new CapacityChanged
            {
                Programme = programme, SubjectId = id, SubjectVersion = 1, OccurredAt = now, PersonId = personId, Decision = "MANAGE_MONEY", HasCapacity = false,
            },
            nameof(ConsentWithdrawn) => new ConsentWithdrawn { Programme = programme, SubjectId = id, SubjectVersion = 1, OccurredAt = now, PersonId = personId, Purpose = "DIRECT_PAYMENT" },
            _ => new LegalStatusChanged { Programme = programme, SubjectId = id, SubjectVersion = 1, OccurredAt = now, PersonId = personId, IsAftercareInForce = false },
        };
    }
}
