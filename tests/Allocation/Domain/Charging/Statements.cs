using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.Charging.Statements;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain.Charging;

/// <summary>Statements of lines, in the programme of the tests.</summary>
internal static class Statements
{
    public static ChargeableLine Line(
        long annual, long oneOff = 0, LegalBasis basis = LegalBasis.CareAct, CareService service = CareService.Care, string reablementFrom = "", NeedType need = NeedType.Social) => new()
        {
            Line = new CostedLine { LineId = Guid.NewGuid().ToString(), LegalBasis = basis, NeedType = need, AnnualPence = annual, OneOffPence = oneOff },
            Service = service,
            ReablementFrom = reablementFrom,
        };

    public static PersonalBudgetStatement Of(AssessedContribution? contribution, params ChargeableLine[] lines) => Of(contribution, null, ContributionCollection.Net, lines);

    public static PersonalBudgetStatement Of(
        AssessedContribution? contribution, ChargingPolicy? policy, ContributionCollection collection, params ChargeableLine[] lines)
    {
        var funders = new Funders("QNX", "E10000011");
        var request = new StatePersonalBudgetRequest { Date = "2025-06-02", Collection = collection, Lines = { lines } };
        return Statement.Of(
            request, [.. lines.Select(line => ChargeRules.Of(line, new DateOnly(2025, 6, 2), policy))], CostSplit.On([.. lines.Select(line => line.Line)], new SplitTerms(funders, new SplitSettings(), []), new DateOnly(2025, 6, 2)),
            funders, contribution);
    }
}
