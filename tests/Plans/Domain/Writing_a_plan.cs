using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Plans.Tests.Domain.PlanBuilder;

namespace PersonalBudgets.Plans.Tests.Domain;

public sealed class Writing_a_plan
{
    private static readonly RuleBook Rules = new(
        [], new[] { "LEISURE", "PERSONAL_ASSISTANT" }.ToDictionary(code => code, code => new Category(code, code, false)), []);

    [Fact]
    public void accepts_a_plan_that_hangs_together() => Assert.Empty(Faults(Complete(Line(), AssistantByTheHour(1_350))));

    [Fact]
    public void tells_every_fault_with_its_path()
    {
        var line = Line();
        var plan = Complete(
            line,
            line with { OutcomeId = Guid.NewGuid(), Category = "SKY_DIVING" },
            AssistantByTheHour(1_350) with { WeeklyMinutes = 0 },
            Line() with { WeeklyMinutes = 30, Necessity = "She alone calms him." },
            AssistantByTheHour(100_000_000_000),
            Line() with { Effect = LineEffect.New, BlockContractId = Guid.NewGuid() },
            Line() with { Effect = LineEffect.Substitutes, ReplacedUnits = 4 }) with { Outcomes = [new Outcome(OutcomeId, "Meet people"), new Outcome(OutcomeId, "Learn")] };

        Assert.Equal(
        [
            ("plan.outcomes[1].outcome_id", "DUPLICATE"),
            ("plan.lines[1].line_id", "DUPLICATE"),
            ("plan.lines[1].category", "UNKNOWN_CATEGORY"),
            ("plan.lines[2].weekly_minutes", "REQUIRED"),
            ("plan.lines[3].weekly_minutes", "NOT_APPLICABLE"),
            ("plan.lines[3].necessity", "NOT_APPLICABLE"),
            ("plan.lines[4].amount_pence", "LTE"),
            ("plan.lines[5].block_contract_id", "NOT_APPLICABLE"),
            ("plan.lines[5].replaced_units", "REQUIRED"),
            ("plan.lines[6].replaced_units", "NOT_APPLICABLE"),
            ("plan.lines[1].outcome_id", "UNKNOWN_OUTCOME"),
        ], Faults(plan));
    }

    [Fact]
    public void does_not_take_an_outcome_from_under_a_line() => Assert.Equal(
        [("plan.outcomes", "OUTCOME_IN_USE")], Faults(Complete() with { Outcomes = [] }, linesGiven: false));

    [Fact]
    public void changes_what_is_given_where_there_is_no_mask()
    {
        var request = new UpdatePlanRequest { Plan = new() { CareCoordinator = " nina ", StartDate = "2026-04-06", State = PlanState.Approved } };

        var changed = Complete().With(request);

        Assert.Equal(("nina", new DateOnly(2026, 4, 6), PlanState.Draft, 1), (changed.CareCoordinator, changed.StartDate, changed.State, changed.Lines.Count));
    }

    [Fact]
    public void clears_what_the_mask_names_and_the_request_lacks()
    {
        var request = new UpdatePlanRequest { Plan = new(), UpdateMask = new FieldMask { Paths = { "start_date", "lines", "etag" } } };

        var changed = Complete().With(request);

        Assert.Equal((null, 0, 1), (changed.StartDate, changed.Lines.Count, changed.Outcomes.Count));
    }

    [Fact]
    public void replaces_everything_that_can_be_written_with_a_star()
    {
        var request = new UpdatePlanRequest { Plan = new() { CareCoordinator = "nina" }, UpdateMask = new FieldMask { Paths = { "*" } } };

        var changed = Complete().With(request);

        Assert.Equal(("nina", null, 0, 0), (changed.CareCoordinator, changed.FirstReviewDate, changed.Outcomes.Count, changed.Lines.Count));
    }

    [Theory]
    [InlineData("lines.amount_pence")]
    [InlineData("start_dat")]
    public void refuses_a_mask_that_names_no_field_of_a_plan(string masked)
    {
        var request = new UpdatePlanRequest { Plan = new(), UpdateMask = new FieldMask { Paths = { masked } } };

        Assert.Equal(["update_mask"], Assert.Throws<Refusal>(() => Complete().With(request)).Violations.Select(fault => fault.FieldPath));
    }

    private static (string, string)[] Faults(Plan plan, bool linesGiven = true) =>
        [.. PlanChecks.Of(plan, linesGiven, Rules).Select(fault => (fault.FieldPath, fault.Reason))];
}
