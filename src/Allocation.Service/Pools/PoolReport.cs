using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Pools;

/// <summary>A pool, disentangled for a period; where its terms changed on the way, part by part.</summary>
internal static class PoolReport
{
    /// <summary>The report.</summary>
    /// <exception cref="Refusal">FIELD_INVALID for a period that ends before it begins; POOL_TERMS_MISSING for a day without terms.</exception>
    public static async Task<PoolDisentanglement> OfAsync(Session session, PoolRow pool, DateOnly start, DateOnly end)
    {
        if (end < start)
            throw Refusal.Invalid(new Violation("end_date", "BEFORE_START", "The last day is not before the first."));
        var periods = await PoolStore.TermsOfAsync(session, pool.Id, start, end);
        RequireWhole(periods, start, end);

        var arrangement = Codes.Parse<PoolArrangement>(pool.Arrangement);
        var (positions, spends) = (new List<PartnerPosition>(), new List<Spend>());
        foreach (var period in periods)
        {
            var (from, to) = (period.StartDate > start ? period.StartDate : start, period.EndDate < end ? period.EndDate : end);
            var terms = period.ToMessage();
            var spend = await PoolStore.SpendAsync(session, pool.Id, from, to);
            long[] contributions =
                [.. terms.Partners.Select(partner => Disentanglement.Contribution(partner.ContributionPence, period.StartDate, period.EndDate, from, to))];
            positions.AddRange(Disentanglement.Of(arrangement, terms, contributions, spend));
            spends.AddRange(spend);
        }

        var partners = Disentanglement.Sum(positions);
        return new PoolDisentanglement
        {
            PoolId = pool.Id.ToString(),
            StartDate = Dates.Text(start),
            EndDate = Dates.Text(end),
            Arrangement = arrangement,
            Host = pool.Host,
            ContributionPence = partners.Sum(partner => partner.ContributionPence),
            SpendPence = spends.Sum(part => part.Pence),
            Partners = { partners },
            ByNeedType = { spends.GroupBy(part => part.NeedType).OrderBy(group => group.Key).Select(group => new NeedTypeSpend { NeedType = group.Key, SpendPence = group.Sum(part => part.Pence) }) },
            ByLegalBasis =
            {
                spends.GroupBy(part => part.LegalBasis).OrderBy(group => group.Key).Select(group => new LegalBasisSpend
                {
                    LegalBasis = group.Key, Chargeable = Disentanglement.IsChargeable(group.Key), SpendPence = group.Sum(part => part.Pence),
                }),
            },
        };
    }

    private static void RequireWhole(IReadOnlyList<PoolTermsRow> periods, DateOnly start, DateOnly end)
    {
        var next = start;
        foreach (var period in periods.Where(period => period.StartDate <= next))
            next = period.EndDate.AddDays(1);
        if (next <= end)
            throw Refusal.Rule("POOL_TERMS_MISSING", "The pool has no terms for a day of the period.", null, ("date", Dates.Text(next)));
    }
}
