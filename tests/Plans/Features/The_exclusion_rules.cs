using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Plans.Tests.Domain;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>DOMAIN 3.4 with A10 and A19, as the reference tables hold them.</summary>
public sealed class The_exclusion_rules(PlansFixture fixture) : IClassFixture<PlansFixture>
{
    private static readonly DateOnly March2026 = new(2026, 3, 31);
    private static readonly DateOnly April2026 = new(2026, 4, 1);

    [Theory]
    [InlineData("PRIMARY_MEDICAL", "X01", RuleVerdict.Block)]
    [InlineData("VACCINATION", "X02", RuleVerdict.Block)]
    [InlineData("SCREENING", "X02", RuleVerdict.Block)]
    [InlineData("HEALTH_CHECK", "X02", RuleVerdict.Block)]
    [InlineData("EMERGENCY_CARE", "X03", RuleVerdict.Block)]
    [InlineData("SURGERY", "X04", RuleVerdict.Block)]
    [InlineData("NHS_CHARGE", "X05", RuleVerdict.Block)]
    [InlineData("PRIMARY_DENTAL", "X06", RuleVerdict.Block)]
    [InlineData("PRIMARY_OPHTHALMIC", "X06", RuleVerdict.Block)]
    [InlineData("PRIMARY_PHARMACEUTICAL", "X06", RuleVerdict.Block)]
    [InlineData("ALCOHOL", "X07", RuleVerdict.Block)]
    [InlineData("TOBACCO", "X07", RuleVerdict.Block)]
    [InlineData("GAMBLING", "X08", RuleVerdict.Block)]
    [InlineData("DEBT_REPAYMENT", "X09", RuleVerdict.Block)]
    [InlineData("UNLAWFUL", "X10", RuleVerdict.Block)]
    // DOMAIN 6, P13: a private inpatient week.
    [InlineData("INPATIENT_STAY", "X12", RuleVerdict.Block)]
    [InlineData("PRESCRIBED_MEDICATION", "X13", RuleVerdict.Refer)]
    public async Task catch_a_category_on_nhs_lines(string category, string code, RuleVerdict verdict)
    {
        var book = await BookAsync();

        foreach (var basis in new[] { LegalBasis.Chc, LegalBasis.Cc, LegalBasis.Wheelchair, LegalBasis.Discretionary, LegalBasis.S117 })
        {
            var finding = Assert.Single(book.Assess(PlanBuilder.Line() with { Category = category, LegalBasis = basis }, March2026));
            Assert.Equal((code, verdict), (finding.Code, finding.Verdict));
            Assert.NotEmpty(finding.Source);
        }
    }

    [Theory]
    [InlineData("ALCOHOL")]
    [InlineData("PRIMARY_MEDICAL")]
    [InlineData("INPATIENT_STAY")]
    [InlineData("PRESCRIBED_MEDICATION")]
    public async Task leave_the_councils_lines_to_its_own_policy(string category)
    {
        var book = await BookAsync();

        Assert.Empty(book.Assess(Social(PlanBuilder.Line()) with { Category = category }, March2026));
        Assert.Empty(book.Assess(PlanBuilder.Line() with { Category = category, LegalBasis = LegalBasis.S117, NeedType = NeedType.Social }, March2026));
    }

    [Fact]
    public async Task bar_what_is_unlawful_from_every_line() =>
        Assert.Equal("X10", Assert.Single((await BookAsync()).Assess(Social(PlanBuilder.Line()) with { Category = "UNLAWFUL" }, March2026)).Code);

    [Fact]
    public async Task say_nothing_of_ordinary_categories()
    {
        var book = await BookAsync();
        var ordinary = new[] { "PERSONAL_ASSISTANT", "EQUIPMENT", "TRAINING", "LEISURE", "PEER_SUPPORT", "COMMUNITY_NURSING", "NIGHT_SUPPORT", "RESPITE", "OTHER" };

        Assert.All(ordinary, category =>
        {
            Assert.True(book.HasCategory(category));
            Assert.Equal(RuleVerdict.Allow, RuleBook.VerdictOf(book.Assess(PlanBuilder.Line() with { Category = category }, March2026)));
        });
    }

    [Theory]
    // A19: 12.50 at age 30 is valid in March 2026 and blocked in April.
    [InlineData(1_250, "2026-03-31", RuleVerdict.Allow)]
    [InlineData(1_250, "2026-04-01", RuleVerdict.Block)]
    [InlineData(1_221, "2025-04-01", RuleVerdict.Allow)]
    [InlineData(1_220, "2025-04-01", RuleVerdict.Block)]
    [InlineData(1_271, "2026-04-01", RuleVerdict.Allow)]
    [InlineData(1_270, "2029-01-01", RuleVerdict.Block)]
    // No rate is loaded for that day: a second person looks.
    [InlineData(1_270, "2025-03-31", RuleVerdict.Refer)]
    public async Task hold_an_employees_hourly_rate_against_the_minimum_wage_of_the_day(long rate, string start, RuleVerdict verdict)
    {
        var book = await BookAsync();

        foreach (var line in new[] { PlanBuilder.AssistantByTheHour(rate), Social(PlanBuilder.AssistantByTheHour(rate)) })
        {
            var finding = Assert.Single(book.Assess(line, DateOnly.Parse(start)));
            Assert.Equal(("X11", verdict), (finding.Code, finding.Verdict));
        }
    }

    [Fact]
    public async Task name_the_rate_that_blocks()
    {
        var finding = Assert.Single((await BookAsync()).Assess(PlanBuilder.AssistantByTheHour(1_250), April2026));

        Assert.Contains("rates from 1 April 2026", finding.Source);
    }

    [Fact]
    public async Task test_the_minimum_wage_of_employees_only()
    {
        var book = await BookAsync();

        Assert.Empty(book.Assess(PlanBuilder.AssistantByTheHour(500) with { Employed = false }, April2026));
        Assert.Empty(book.Assess(PlanBuilder.Line() with { Employed = true, Frequency = Frequency.Once }, April2026));
    }

    [Fact]
    public async Task refer_where_the_hourly_rate_is_not_known_or_hours_are_asleep()
    {
        var book = await BookAsync();
        var weekly = PlanBuilder.Line() with { Employed = true, Frequency = Frequency.Weekly };
        var sleepIn = PlanBuilder.AssistantByTheHour(500) with { Category = "SLEEP_IN_SUPPORT" };

        Assert.Equal(RuleVerdict.Refer, RuleBook.VerdictOf(book.Assess(weekly, April2026)));
        Assert.Equal(RuleVerdict.Refer, RuleBook.VerdictOf(book.Assess(sleepIn, April2026)));
    }

    [Theory]
    [InlineData(LegalBasis.Discretionary, NeedType.Health, "", RuleVerdict.Block)]
    [InlineData(LegalBasis.Discretionary, NeedType.Health, "She alone calms him.", RuleVerdict.AllowWithReason)]
    [InlineData(LegalBasis.S117, NeedType.Shared, "", RuleVerdict.Block)]
    [InlineData(LegalBasis.CareAct, NeedType.Social, "", RuleVerdict.Refer)]
    [InlineData(LegalBasis.CareAct, NeedType.Social, "She alone calms him.", RuleVerdict.Refer)]
    public async Task pay_a_connected_person_where_it_is_necessary(LegalBasis basis, NeedType need, string necessity, RuleVerdict verdict)
    {
        var line = PlanBuilder.Line() with { LegalBasis = basis, NeedType = need, ConnectedPerson = true, Necessity = necessity };

        var finding = Assert.Single((await BookAsync()).Assess(line, March2026));

        Assert.Equal(("X14", verdict), (finding.Code, finding.Verdict));
    }

    [Fact]
    public async Task all_speak_where_several_are_broken()
    {
        var line = PlanBuilder.AssistantByTheHour(900) with { Category = "SURGERY", ConnectedPerson = true };

        var findings = (await BookAsync()).Assess(line, March2026);

        Assert.Equal(["X04", "X11", "X14"], findings.Select(finding => finding.Code));
        Assert.Equal(RuleVerdict.Block, RuleBook.VerdictOf(findings));
    }

    [Fact]
    public async Task are_listed_with_text_kind_source_scope_and_override()
    {
        var list = await fixture.Rules.ListExclusionRulesAsync(new ListExclusionRulesRequest(), fixture.Planner);

        Assert.Equal(Enumerable.Range(1, 15).Select(number => $"X{number:00}"), list.ExclusionRules.Select(rule => rule.Code));
        Assert.All(list.ExclusionRules, rule => Assert.True(rule.Text.Length > 0 && rule.Source.Length > 0));
        Assert.Equal(
            [RuleOverride.Never, RuleOverride.Local, RuleOverride.Necessity, RuleOverride.Never],
            new[] { "X12", "X13", "X14", "X15" }.Select(code => list.ExclusionRules.Single(rule => rule.Code == code).Override));
        Assert.All(list.ExclusionRules, rule => Assert.Equal(rule.Code is "X10" or "X11" ? RuleScope.AllLines : RuleScope.NhsLines, rule.Scope));
        Assert.Equal(["ALCOHOL", "TOBACCO"], list.ExclusionRules[6].Categories);
    }

    [Fact]
    public async Task are_listed_in_pages()
    {
        var first = await fixture.Rules.ListExclusionRulesAsync(new ListExclusionRulesRequest { PageSize = 10 }, fixture.Planner);
        var second = await fixture.Rules.ListExclusionRulesAsync(new ListExclusionRulesRequest { PageSize = 10, PageToken = first.NextPageToken }, fixture.Planner);

        Assert.Equal((10, "X11", 5, ""), (first.ExclusionRules.Count, second.ExclusionRules[0].Code, second.ExclusionRules.Count, second.NextPageToken));
    }

    [Fact]
    public async Task are_told_one_by_one()
    {
        Assert.Equal("SI 2013/1617 reg 11", (await fixture.Rules.GetExclusionRuleAsync(new GetExclusionRuleRequest { Code = "X07" }, fixture.Planner)).Source);
        await fixture.Rules.GetExclusionRuleAsync(new GetExclusionRuleRequest { Code = "X99" }, fixture.Planner)
            .RefusedAsync(StatusCode.NotFound, "EXCLUSION_RULE_NOT_FOUND");
    }

    private static PlanLine Social(PlanLine line) => line with { LegalBasis = LegalBasis.CareAct, NeedType = NeedType.Social };

    private Task<RuleBook> BookAsync() => fixture.Service.Services.GetRequiredService<UnitOfWork>().ReadWithoutCallerAsync(
        TestService.Programme, "tests", fixture.Service.Services.GetRequiredService<RuleBookStore>().GetAsync, CancellationToken.None);
}
