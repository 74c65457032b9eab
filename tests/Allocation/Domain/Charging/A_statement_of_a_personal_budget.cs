using PersonalBudgets.Allocation.Charging.Statements;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Charging.Statements;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>Care Act 2014 s26; DOMAIN 5.1, 5.4 and 0, A16.</summary>
public sealed class A_statement_of_a_personal_budget
{
    private static readonly AssessedContribution Fa1 = Person.Fa1().Tested().Contribution;

    [Theory]
    [InlineData(8_402, false, 24_000, 8_402, 15_598)]
    [InlineData(4_855, false, 18_000, 4_855, 13_145)]
    [InlineData(0, true, 31_000, 31_000, 0)]
    [InlineData(0, false, 15_000, 0, 15_000)]
    [InlineData(8_402, false, 5_000, 5_000, 0)]
    public void FA1_to_FA6_say_what_care_costs_what_the_adult_pays_and_what_the_council_does(long maximum, bool fullCost, long weekly, long adult, long authority)
    {
        var statement = Of(new AssessedContribution { WeeklyMaximumPence = maximum, IsFullCost = fullCost }, Line(weekly * 52));

        Assert.Equal(new StatedMoney { CostPence = weekly, AdultPence = adult, AuthorityPence = authority }, statement.Weekly);
        Assert.True(statement.NeedsFinancialAssessment);
    }

    [Fact]
    public void FA9_of_a_package_under_section_117_alone_needs_no_assessment_and_charges_nothing()
    {
        var statement = Of(null, Line(104_000, basis: LegalBasis.S117, need: NeedType.Shared), Line(52_000, basis: LegalBasis.S117));

        Assert.False(statement.NeedsFinancialAssessment);
        Assert.Equal(new StatedMoney { CostPence = 2_000, AuthorityPence = 2_000 }, statement.Weekly);
        Assert.Equal(("QNX", 1_000, PublicMoneyKind.Health), Assert.Single(statement.OtherPublicMoney) is var nhs ? (nhs.Funder, nhs.WeeklyPence, nhs.Kind) : default);
    }

    [Fact]
    public void FA10_gives_equipment_free_beside_the_weekly_contribution()
    {
        var statement = Of(Fa1, Line(24_000 * 52), Line(0, 90_000, service: CareService.Aid));

        Assert.Equal((8_402, 15_598), (statement.Weekly.AdultPence, statement.Weekly.AuthorityPence));
        Assert.Equal((0, 90_000), (statement.OneOff.AdultPence, statement.OneOff.AuthorityPence));
    }

    [Theory]
    [InlineData(CareService.Aid, 150_000, ChargeRule.Aid, 0)]
    [InlineData(CareService.Adaptation, 100_000, ChargeRule.Adaptation, 0)]
    [InlineData(CareService.Adaptation, 100_001, ChargeRule.CareAct, 100_001)]
    [InlineData(CareService.AssessmentAndPlanning, 500_000, ChargeRule.AssessmentAndPlanning, 0)]
    public void FA11_gives_aids_and_small_adaptations_free(CareService service, long cost, ChargeRule rule, long adult)
    {
        var statement = Of(new AssessedContribution { IsFullCost = true }, Line(0, cost, service: service));

        Assert.Equal(rule, Assert.Single(statement.Lines).Rule);
        Assert.Equal((cost, adult), (statement.OneOff.CostPence, statement.OneOff.AdultPence));
    }

    [Fact]
    public void takes_for_what_is_paid_once_only_what_the_week_leaves_of_the_contribution()
    {
        var statement = Of(Fa1, Line(5_000 * 52), Line(0, 200_000, service: CareService.Adaptation));

        Assert.Equal((5_000, 3_402), (statement.Weekly.AdultPence, statement.OneOff.AdultPence));
    }

    [Theory]
    [InlineData("2025-04-22", ChargeRule.Reablement, 0)]
    [InlineData("2025-04-21", ChargeRule.CareAct, 10_000)]
    public void leaves_reablement_out_for_the_first_six_weeks_of_its_period(string from, ChargeRule rule, long cost)
    {
        var statement = Of(new AssessedContribution { IsFullCost = true }, Line(10_000 * 52, service: CareService.Reablement, reablementFrom: from));

        Assert.Equal((rule, cost, cost), (Assert.Single(statement.Lines).Rule, statement.Weekly.CostPence, statement.Weekly.AdultPence));
    }

    [Theory]
    [InlineData(LegalBasis.Chc, CareService.Care)]
    [InlineData(LegalBasis.Cc, CareService.Care)]
    [InlineData(LegalBasis.Discretionary, CareService.Reablement)]
    [InlineData(LegalBasis.Wheelchair, CareService.Aid)]
    public void lists_what_the_NHS_pays_as_other_public_money_that_nobody_is_charged_for(LegalBasis basis, CareService service)
    {
        var statement = Of(new AssessedContribution { IsFullCost = true }, Line(5_200, basis: basis, service: service, reablementFrom: "2020-01-01"));

        Assert.Equal((ChargeRule.Nhs, false, 0), (statement.Lines[0].Rule, statement.NeedsFinancialAssessment, statement.Weekly.CostPence));
        Assert.Equal(100, Assert.Single(statement.OtherPublicMoney).WeeklyPence);
    }

    [Fact]
    public void charges_carers_only_where_the_place_says_so()
    {
        var charging = new ChargingPolicy { CarersCharged = true, DisposableIncomeBasisPoints = 10_000 };

        Assert.Equal((ChargeRule.Carer, false), Rule(null));
        Assert.Equal((ChargeRule.Carer, false), Rule(new ChargingPolicy()));
        Assert.Equal((ChargeRule.CareAct, true), Rule(charging));

        static (ChargeRule, bool) Rule(ChargingPolicy? policy)
        {
            var line = ChargeRules.Of(Line(1, basis: LegalBasis.Carer), new DateOnly(2025, 6, 2), policy);
            return (line.Rule, line.IsChargeable);
        }
    }

    [Theory]
    [InlineData(ContributionCollection.Gross, 24_000)]
    [InlineData(ContributionCollection.Net, 15_598)]
    public void pays_gross_or_net(ContributionCollection collection, long payment) =>
        Assert.Equal(payment, Of(Fa1, null, collection, Line(24_000 * 52)).WeeklyPaymentPence);

    [Fact]
    public void refuses_lines_that_contradict_themselves_all_at_once()
    {
        var line = Line(1, service: CareService.Reablement);
        var request = new StatePersonalBudgetRequest
        {
            Date = "2025-06-02",
            Lines = { line, line, Line(1, reablementFrom: "2025-06-02"), Line(1, service: CareService.Reablement, reablementFrom: "2025-06-09") },
        };

        Assert.Equal(
            [("lines[0].reablement_from", "REQUIRED"), ("lines[1].line.line_id", "DUPLICATE"), ("lines[1].reablement_from", "REQUIRED"),
             ("lines[2].reablement_from", "NOT_OF_THIS_KIND"), ("lines[3].reablement_from", "AFTER_START")],
            StatementChecks.Faults(request).Select(fault => (fault.FieldPath, fault.Reason)));
    }

    [Fact]
    public void is_of_lines_or_of_a_commitment()
    {
        var line = Line(1);
        var both = new StatePersonalBudgetRequest { Date = "2025-06-02", CommitmentId = Guid.NewGuid().ToString(), Lines = { line } };
        var service = new LineService { LineId = line.Line.LineId, Service = CareService.Aid };

        Assert.Equal([("commitment_id", "ONE_WAY")], Faults(both));
        Assert.Equal([("lines", "REQUIRED"), ("services", "NOT_OF_THIS_KIND"), ("services[1].line_id", "DUPLICATE")],
            Faults(new StatePersonalBudgetRequest { Date = "2025-06-02", Services = { service, service } }));

        static IEnumerable<(string, string)> Faults(StatePersonalBudgetRequest request) => StatementChecks.Faults(request).Select(fault => (fault.FieldPath, fault.Reason));
    }

    [Fact]
    public void of_a_commitment_has_each_line_at_its_rate_of_the_day()
    {
        var line = Line(368_000).Line;
        var rise = new LineRise(Guid.NewGuid(), Guid.Parse(line.LineId), 2026, new DateOnly(2026, 4, 1), 365_000, 401_500, 368_000);

        Assert.Equal([365_000L, 401_500], new[] { "2026-03-31", "2026-04-01" }.Select(day => Assert.Single(StatedLines.Of([line], [rise], [], DateOnly.Parse(day))).Line.AnnualPence));
        Assert.Equal(368_000, Assert.Single(StatedLines.Of([line], [], [], new DateOnly(2026, 4, 1))).Line.AnnualPence);
    }
}
