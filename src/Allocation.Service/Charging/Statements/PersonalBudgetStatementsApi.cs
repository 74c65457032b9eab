using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Charging.FinancialAssessments;
using PersonalBudgets.Allocation.Charging.Policies;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Charging.Statements;

/// <summary>The contract's PersonalBudgetStatementsService.</summary>
internal sealed class PersonalBudgetStatementsApi(UnitOfWork work, PersonStandingStore people, StatedLines stated, IOptions<SplitSettings> split)
    : PersonalBudgetStatementsService.PersonalBudgetStatementsServiceBase
{
    /// <inheritdoc/>
    public override Task<PersonalBudgetStatement> StatePersonalBudget(StatePersonalBudgetRequest request, ServerCallContext context)
    {
        Refusal.ThrowIfAny(StatementChecks.Faults(request));
        return work.ReadAsync(context, async session =>
        {
            var day = Dates.Parse(request.Date);
            var policy = await ChargingPolicyStore.InForceAsync(session, day);
            var lines = await stated.ReadAsync(session, request);
            var rules = lines.Select(line => ChargeRules.Of(line, day, policy)).ToList();
            var assessment = Statement.NeedsAssessment(rules) ? await AssessmentAsync(session, Guid.Parse(request.PersonId), day) : null;
            var personId = Guid.Parse(request.PersonId);
            var terms = (await SplitTermsStore.ReadAsync(session, split.Value, personId)).For(personId);
            var shares = CostSplit.On([.. lines.Select(line => line.Line)], terms, day);
            var kinds = await FundStore.KindsAsync(session, [.. shares.Totals.Select(share => share.Funder)]);
            var statement = Statement.Of(request, rules, shares, terms.Funders, assessment?.Contribution(), kinds);
            statement.FinancialAssessmentId = assessment?.Id.ToString() ?? "";
            return statement;
        });
    }

    private async Task<FinancialAssessmentRow> AssessmentAsync(Session session, Guid personId, DateOnly day) =>
        await FinancialAssessmentStore.FindInForceAsync(session, await people.IdsAsync(session, personId), day)
        ?? throw Refusal.Rule(
            "FINANCIAL_ASSESSMENT_MISSING", "Some of this can be charged for, and no financial assessment of the person stands on that day.", "Care Act 2014 s17",
            ("person_id", personId), ("date", Dates.Text(day)));
}
