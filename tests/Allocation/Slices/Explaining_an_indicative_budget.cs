using Grpc.Core;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;
using static PersonalBudgets.Allocation.Tests.Slices.IndicativeBudgets;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Answers, points, table, figure and model, for the person to read and for anybody to work out again.</summary>
[Collection<AllocationCollection>]
public sealed class Explaining_an_indicative_budget(AllocationService allocation)
{
    [Fact]
    public async Task tells_how_the_answers_became_money_what_the_rules_are_and_what_can_be_asked_for()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var issued = await allocation.IssuedAsync(await allocation.DecidedAsync(AssessmentKind.Adult, "NIGHT", "RELATIONSHIPS"));

        var explanation = await ExplainAsync(issued.AllocationId);

        var told = explanation.Sections.ToDictionary(section => section.Topic, section => string.Join(' ', section.Paragraphs));
        Assert.Equal(Enum.GetValues<AllocationExplanationTopic>().Skip(1), explanation.Sections.Select(section => section.Topic));
        Assert.Contains("£9,500 a year", told[AllocationExplanationTopic.Figure], StringComparison.Ordinal);
        Assert.Contains("may go up or down", told[AllocationExplanationTopic.Figure], StringComparison.Ordinal);
        Assert.Contains("For night we noted level 2. That is 20 points.", told[AllocationExplanationTopic.Answers], StringComparison.Ordinal);
        Assert.Contains("£6,000 a year for 40 points and £13,000 for 60", told[AllocationExplanationTopic.Calculation], StringComparison.Ordinal);
        Assert.Contains("The council pays £9,500 a year of what goes on from week to week.", told[AllocationExplanationTopic.Payers], StringComparison.Ordinal);
        Assert.Contains("Local Government and Social Care Ombudsman", told[AllocationExplanationTopic.Next], StringComparison.Ordinal);
        Assert.All(explanation.Sections, section => Assert.NotEmpty(section.EasyReadSentences));
        Assert.DoesNotContain(explanation.Sections.SelectMany(section => section.Paragraphs.Concat(section.EasyReadSentences)), text => text.Contains('{', StringComparison.Ordinal));
    }

    [Fact]
    public async Task gives_all_that_it_takes_to_work_the_same_figure_out_again()
    {
        await allocation.InForceAsync(ModelKind.Social);
        var issued = await allocation.IssuedAsync(await allocation.DecidedAsync(AssessmentKind.Adult, "NIGHT", "RELATIONSHIPS"));

        var explanation = await ExplainAsync(issued.AllocationId);

        var kept = Assert.Single(explanation.Allocation.Components);
        var model = Assert.Single(explanation.AllocationModels);
        var answers = new AssessedNeeds([.. kept.Steps.Select(step => Domain.Models.Need(step.Domain, step.Level))]);
        Assert.Equal(kept, CompiledModel.For(model).Explain(kept.LegalBases, answers));
        Assert.Equal((950_000, 18_269, 79_167), (issued.AnnualPence, issued.WeeklyPence, issued.MonthlyPence));
        Assert.Equal((Council, 950_000, 18_269), (issued.Shares[0].Funder, issued.Shares[0].AnnualPence, issued.Shares[0].WeeklyPence));
        Assert.Equal([BudgetComponentKind.Ongoing, BudgetComponentKind.Contingency], issued.BudgetComponents.Select(component => component.Kind));
        Assert.Contains("may go up or down", issued.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task shows_a_scaling_with_its_reason_its_name_and_what_the_needs_call_for()
    {
        var budget = await allocation.BudgetAsync();
        var fund = await allocation.FundedAsync(NewYear(), Council);
        var scaled = (await allocation.Allocations.ScaleAllocationAsync(Scale(budget, fund, 900_000), allocation.Ann)).Allocation;

        var explanation = await ExplainAsync(scaled.AllocationId);

        var changes = string.Join(' ', explanation.Sections.Single(section => section.Topic is AllocationExplanationTopic.Changes).Paragraphs);
        Assert.Contains("ann decided to bring the budget down from £9,500 to £9,000", changes, StringComparison.Ordinal);
        Assert.Contains("The fund of this year is spent but for this.", changes, StringComparison.Ordinal);
        Assert.Contains("What your needs call for is £9,500 a year.", changes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_refused_for_a_budget_that_is_not_there() => await allocation.Explanations.GetAllocationExplanationAsync(
        new GetAllocationExplanationRequest { AllocationId = NewId() }, allocation.Ann).RefusedAsync(StatusCode.NotFound, "ALLOCATION_NOT_FOUND");

    private async Task<AllocationExplanation> ExplainAsync(string id) =>
        await allocation.Explanations.GetAllocationExplanationAsync(new GetAllocationExplanationRequest { AllocationId = id }, allocation.Ann);
}
