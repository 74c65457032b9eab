using PersonalBudgets.Allocation.Charging.FinancialAssessments;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>Ways to assess, what is refused, when it is looked at again and what the person is told.</summary>
public sealed class A_financial_assessment
{
    private static readonly Ages Born1995 = new(new DateOnly(2013, 5, 1), new DateOnly(2020, 5, 1), new DateOnly(2063, 5, 1));

    [Fact]
    public void of_who_does_not_say_what_they_have_is_the_full_cost() =>
        Assert.True(Contribution(new FinancialAssessment { Method = FinancialAssessmentMethod.NotDisclosed }).IsFullCost);

    [Fact]
    public void of_somebody_with_Creutzfeldt_Jakob_disease_charges_nothing() =>
        Assert.Equal(new AssessedContribution(), Contribution(new FinancialAssessment { Method = FinancialAssessmentMethod.Exempt }));

    [Theory]
    [InlineData(LightTouchGround.AboveLimit, 0, true, 0)]
    [InlineData(LightTouchGround.SmallCharge, 750, false, 750)]
    [InlineData(LightTouchGround.CannotPay, 0, false, 0)]
    public void can_be_light_on_evidence(LightTouchGround ground, long charge, bool fullCost, long maximum)
    {
        var assessment = Light(ground, charge);

        Assert.Empty(FinancialAssessmentChecks.Faults(assessment, AgeGroup.From25));
        Assert.Equal(new AssessedContribution { IsFullCost = fullCost, WeeklyMaximumPence = maximum }, Contribution(assessment));
    }

    [Fact]
    public void names_every_fault_at_once()
    {
        var means = Person.Of(expenses: 100);
        means.DisabilityExpensesConsidered = false;
        means.DisabilityExpenses[0].Description = " ";
        means.Circumstances.PartnerOfPensionAge = true;
        means.Capitals.Add(
        [
            new Capital { Kind = CapitalKind.Savings, JointHolders = 1 },
            new Capital { Kind = CapitalKind.OtherProperty, JointHolders = 2, Disregard = CapitalDisregard.TwelveWeeks },
            new Capital { Kind = CapitalKind.MainHome, Disregard = CapitalDisregard.TwelveWeeks, DisregardFrom = "2025-06-03" },
            new Capital { Kind = CapitalKind.Savings, DisregardFrom = "2025-06-02" },
            new Capital { Kind = CapitalKind.OtherProperty, Disregard = CapitalDisregard.OccupiedByRelative, DisregardFrom = "2025-06-02" },
        ]);
        var assessment = new FinancialAssessment
        {
            EffectiveFrom = "2025-06-02", Method = FinancialAssessmentMethod.Full, Means = means, LightTouch = new LightTouch(), CorrectionReason = "wrong",
        };

        Assert.Equal(
            [
                ("light_touch", "NOT_OF_THIS_KIND"),
                ("means.circumstances.age_group", "AGE_DIFFERS"),
                ("means.circumstances.partner_of_pension_age", "NOT_OF_THIS_KIND"),
                ("means.disability_expenses_considered", "REQUIRED"),
                ("means.disability_expenses[0].description", "REQUIRED"),
                ("means.capitals[0].joint_holders", "JOINT_HOLDERS"),
                ("means.capitals[1].joint_holders", "NOT_OF_THIS_KIND"),
                ("means.capitals[1].disregard_from", "REQUIRED"),
                ("means.capitals[2].disregard", "NOT_OF_THIS_KIND"),
                ("means.capitals[2].disregard_from", "AFTER_START"),
                ("means.capitals[3].disregard_from", "NOT_OF_THIS_KIND"),
                ("means.capitals[4].disregard_from", "NOT_OF_THIS_KIND"),
                ("light_touch.evidence", "REQUIRED"),
                ("light_touch.person_agrees", "REQUIRED"),
                ("correction_reason", "NOT_OF_THIS_KIND"),
            ],
            Faults(assessment, AgeGroup.PensionAge));
    }

    [Fact]
    public void needs_what_its_method_and_a_correction_ask_for()
    {
        var full = new FinancialAssessment
        {
            EffectiveFrom = "2025-06-02", Method = FinancialAssessmentMethod.Full, CorrectsFinancialAssessmentId = Guid.NewGuid().ToString(), CorrectionReason = " ",
        };

        Assert.Equal([("means", "REQUIRED"), ("correction_reason", "REQUIRED")], Faults(full, AgeGroup.From25));
        Assert.Equal([("light_touch.weekly_charge_pence", "REQUIRED")], Faults(Light(LightTouchGround.SmallCharge, 0), AgeGroup.From25));
        Assert.Equal([("light_touch.weekly_charge_pence", "NOT_OF_THIS_KIND")], Faults(Light(LightTouchGround.CannotPay, 5), AgeGroup.From25));
        Assert.Equal(
            [("effective_from", "NOT_OF_THIS_AGE"), ("means", "NOT_OF_THIS_KIND"), ("light_touch", "REQUIRED")],
            Faults(new FinancialAssessment { EffectiveFrom = "2025-06-02", Method = FinancialAssessmentMethod.LightTouch, Means = Person.Of() }, AgeGroup.Unspecified));
    }

    [Theory]
    [InlineData("2007-06-03", AgeGroup.Unspecified)]
    [InlineData("2007-06-02", AgeGroup._18To24)]
    [InlineData("2000-06-03", AgeGroup._18To24)]
    [InlineData("2000-06-02", AgeGroup.From25)]
    [InlineData("1958-06-02", AgeGroup.PensionAge)]
    public void is_of_the_age_on_its_first_day(string born, AgeGroup group)
    {
        var birth = Dates.Parse(born);
        var told = new PersonAgeTriggers
        {
            AgeTriggers =
            {
                Trigger(AgeTriggerKind.Eighteen, birth.AddYears(18)), Trigger(AgeTriggerKind.TwentyFive, birth.AddYears(25)), Trigger(AgeTriggerKind.PensionAge, birth.AddYears(66)),
            },
        };

        Assert.Equal(group, Ages.Of(told).GroupOn(Person.Day));

        static AgeTrigger Trigger(AgeTriggerKind kind, DateOnly day) => new() { Kind = kind, Date = Dates.Text(day) };
    }

    [Fact]
    public void is_looked_at_again_with_the_new_rates_at_the_latest() => Assert.Equal("2026-04-06", ReviewDate(Person.Of(), Born1995));

    [Fact]
    public void is_looked_at_again_on_a_birthday_that_changes_the_guarantee() =>
        Assert.Equal("2025-09-09", ReviewDate(Person.Of(), Born1995 with { TwentyFive = new DateOnly(2025, 9, 9) }));

    [Fact]
    public void is_looked_at_again_when_capital_that_was_left_out_begins_to_count()
    {
        var means = Person.Of();
        means.Capitals.Add(new Capital { Kind = CapitalKind.OtherProperty, ValuePence = 1, Disregard = CapitalDisregard.TwelveWeeks, DisregardFrom = "2025-05-30" });
        Assert.Equal("2025-08-22", ReviewDate(means, Born1995));

        means.Capitals[0].DisregardFrom = "2025-01-01";
        Assert.Equal("2026-04-06", ReviewDate(means, Born1995));
    }

    [Fact]
    public void is_looked_at_again_after_a_year_at_the_latest() => Assert.Equal(
        new DateOnly(2026, 4, 7), Assessing.ReviewDate(
            new FinancialAssessment { EffectiveFrom = "2025-04-07" }, Born1995, Person.National with { Rates = new ChargingRates { ValidTo = "2026-06-30" } }));

    [Fact]
    public void tells_the_person_every_step_and_what_they_can_do()
    {
        var assessment = new FinancialAssessment
        {
            EffectiveFrom = "2025-06-02", ReviewDate = "2026-04-06", Method = FinancialAssessmentMethod.Full, Calculation = Person.Fa1().Tested(),
        };

        var record = WrittenRecord.Of(assessment).Paragraphs;

        Assert.Equal("This is how we worked out what you pay towards your care from 2 June 2025.", record[0]);
        Assert.Superset(assessment.Calculation.Steps.Select(step => step.Words).ToHashSet(), record.ToHashSet());
        Assert.Contains("So you pay £84.02 a week, or what your care costs if that is less.", record);
        Assert.Contains(record, paragraph => paragraph.Contains("6 April 2026", StringComparison.Ordinal));
        Assert.Contains(record, paragraph => paragraph.Contains("Ombudsman", StringComparison.Ordinal));
    }

    private static FinancialAssessment Light(LightTouchGround ground, long charge) => new()
    {
        EffectiveFrom = "2025-06-02",
        Method = FinancialAssessmentMethod.LightTouch,
        LightTouch = new LightTouch { Ground = ground, Evidence = "bank statement of May", PersonAgrees = true, WeeklyChargePence = charge },
    };

    private static AssessedContribution Contribution(FinancialAssessment assessment) => Assessing.Of(assessment, Person.National).Contribution;

    private static IEnumerable<(string, string)> Faults(FinancialAssessment assessment, AgeGroup group) => FinancialAssessmentChecks.Faults(assessment, group)
        .Select(fault => (fault.FieldPath["financial_assessment.".Length..], fault.Reason));

    private static string ReviewDate(Means means, Ages ages) => Dates.Text(Assessing.ReviewDate(
        new FinancialAssessment { EffectiveFrom = "2025-06-02", Method = FinancialAssessmentMethod.Full, Means = means }, ages, Person.National));
}
