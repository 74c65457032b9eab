using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Charging.Statements;

/// <summary>
/// The statement of section 26 of the Care Act: what meeting the needs costs the council, what the adult pays of it and what the council does. The council's
/// part of a line that it shares with the NHS is its own; the other part is other public money.
/// </summary>
internal static class Statement
{
    private const int WeeksInYear = 52;

    /// <summary>Whether anything of the package can be charged for: where not, nobody is asked what they have (DOMAIN 5.4, FA9).</summary>
    public static bool NeedsAssessment(IEnumerable<StatedLine> lines) => lines.Any(line => line.IsChargeable);

    /// <summary>The statement.</summary>
    /// <param name="request">Whom and which day it is for, and the other public money.</param>
    /// <param name="rules">What holds for each line, in their order.</param>
    /// <param name="split">The funders' shares of each line, in their order.</param>
    /// <param name="funders">The programme's.</param>
    /// <param name="contribution">What the person can pay; null where nothing can be charged for.</param>
    /// <param name="kinds">What kind of body other funders are, where their funds say so.</param>
    public static PersonalBudgetStatement Of(
        StatePersonalBudgetRequest request, IReadOnlyList<StatedLine> rules, SplitCostsResponse split, Funders funders, AssessedContribution? contribution,
        IReadOnlyDictionary<string, FunderKind>? kinds = null)
    {
        var lines = rules.Zip(split.Lines, (rule, shares) => (Rule: rule, Shares: shares)).ToList();
        // Reablement that is free is no part of the personal budget (SI 2014/2840; DOMAIN 4.5).
        var budget = lines.Where(line => line.Rule.Rule is not ChargeRule.Reablement).Select(line => (line.Rule, Share: Of(line.Shares, funders.Council))).ToList();
        var charged = budget.Where(line => line.Rule.IsChargeable).Select(line => line.Share).ToList();
        var annual = charged.Sum(share => share.AnnualPence);
        var weekly = Adult(annual, 0, contribution);
        var oneOff = Adult(annual, charged.Sum(share => share.OneOffPence), contribution) - weekly;
        var statement = new PersonalBudgetStatement
        {
            PersonId = request.PersonId,
            Date = request.Date,
            Weekly = Money(WeeklyCost(budget.Sum(line => line.Share.AnnualPence)), weekly),
            OneOff = Money(budget.Sum(line => line.Share.OneOffPence), oneOff),
            NeedsFinancialAssessment = charged.Count > 0,
            Lines = { rules },
            OtherPublicMoney = { OtherShares(split, funders, kinds ?? new Dictionary<string, FunderKind>()), request.OtherPublicMoney },
            Collection = request.Collection,
        };
        statement.WeeklyPaymentPence = request.Collection is ContributionCollection.Net ? statement.Weekly.AuthorityPence : statement.Weekly.CostPence;
        return statement;
    }

    /// <summary>
    /// What the adult pays in a week in which something is also paid once: at most what is charged for costs, at most what they can pay. The weekly cost is a
    /// fraction of the annual one; its fraction of a penny is dropped (SI 2014/2672 reg 11).
    /// </summary>
    private static long Adult(long annualPence, long oneOffPence, AssessedContribution? contribution)
    {
        var cost = (annualPence / WeeksInYear) + oneOffPence;
        return contribution switch
        {
            null => 0,
            { IsFullCost: true } => cost,
            _ => Math.Min(cost, contribution.WeeklyMaximumPence),
        };
    }

    private static StatedMoney Money(long cost, long adult) => new() { CostPence = cost, AdultPence = adult, AuthorityPence = cost - adult };

    private static long WeeklyCost(long annualPence) => new Exact(annualPence, WeeksInYear).Rounded;

    private static FunderShare Of(LineSplit line, string funder) => line.Shares.FirstOrDefault(share => share.Funder == funder) ?? new FunderShare();

    /// <summary>What other funders than the programme's council bear of the lines (Care Act 2014 s26(2)).</summary>
    private static IEnumerable<OtherPublicMoney> OtherShares(SplitCostsResponse split, Funders funders, IReadOnlyDictionary<string, FunderKind> kinds) => split.Totals
        .Where(share => share.Funder != funders.Council && share.AnnualPence + share.OneOffPence > 0)
        .Select(share => new OtherPublicMoney
        {
            Kind = (share.Funder == funders.IntegratedCareBoard ? FunderKind.IntegratedCareBoard : kinds.GetValueOrDefault(share.Funder)) switch
            {
                FunderKind.IntegratedCareBoard => PublicMoneyKind.Health,
                FunderKind.Education => PublicMoneyKind.Education,
                _ => PublicMoneyKind.Welfare,
            },
            Funder = share.Funder,
            WeeklyPence = WeeklyCost(share.AnnualPence),
            OneOffPence = share.OneOffPence,
        });
}
