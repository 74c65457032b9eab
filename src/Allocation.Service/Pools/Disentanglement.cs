using Google.Protobuf.Collections;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Pools;

/// <summary>Who contributed to a pool, who paid, who bears what was spent and who owes whom (DOMAIN 8.4). Every sum is exact to the penny.</summary>
internal static class Disentanglement
{
    /// <summary>The partners' positions in a period that has one set of terms, in the order of the terms; other funders of the pool after them.</summary>
    /// <param name="arrangement">How the money is held together.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="contributions">What each partner contributed to the period, in the order of the terms.</param>
    /// <param name="spend">What was spent in it.</param>
    public static IReadOnlyList<PartnerPosition> Of(
        PoolArrangement arrangement, PoolTerms terms, IReadOnlyList<long> contributions, IReadOnlyList<Spend> spend)
    {
        var partners = terms.Partners;
        var paid = partners.Select(partner => PaidBy(partner, spend)).ToList();
        var borne = arrangement is PoolArrangement.Aligned ? paid
            : terms.RiskShare is PoolRiskShare.ByNeed ? ByNeed(partners, spend)
            : ByContribution(partners, contributions, spend);
        // Nobody agreed a share with a funder that is no partner: where the partners bear all, what it paid is owed to it.
        var others = spend.Where(part => !partners.Any(partner => IsOf(partner, part.Funder))).GroupBy(part => part.Funder)
            .Select(group => (Funder: group.Key, Paid: group.Sum(part => part.Pence)));
        return
        [
            .. partners.Select((partner, index) => Position(arrangement, partner.Funder, partner.Kind, contributions[index], paid[index], borne[index])),
            .. others.Select(other => Position(
                arrangement, other.Funder, FunderKind.Other, 0, other.Paid, arrangement is PoolArrangement.Aligned ? other.Paid : 0)),
        ];
    }

    /// <summary>
    /// A partner's contribution to part of the period of its terms, by days. Cut anywhere, the parts of a period add up to the whole.
    /// </summary>
    public static long Contribution(long pence, DateOnly start, DateOnly end, DateOnly from, DateOnly to)
    {
        var days = end.DayNumber - start.DayNumber + 1;
        return UpTo(to.DayNumber - start.DayNumber + 1) - UpTo(from.DayNumber - start.DayNumber);

        long UpTo(int day) => (long)((Int128)pence * day / days);
    }

    /// <summary>Positions of several periods as one: each funder's together, in the order in which they are first named.</summary>
    public static IReadOnlyList<PartnerPosition> Sum(IEnumerable<PartnerPosition> positions) =>
    [
        .. positions.GroupBy(position => position.Funder).Select(group => new PartnerPosition
        {
            Funder = group.Key,
            Kind = group.Last().Kind,
            ContributionPence = group.Sum(position => position.ContributionPence),
            PaidPence = group.Sum(position => position.PaidPence),
            BornePence = group.Sum(position => position.BornePence),
            SettlementPence = group.Sum(position => position.SettlementPence),
        }),
    ];

    /// <summary>Whether a council may charge for care under a law: not for NHS care nor for after-care (Care Act 2014 s14; Mental Health Act 1983 s117).</summary>
    public static bool IsChargeable(LegalBasis basis) => basis is LegalBasis.CareAct or LegalBasis.Carer;

    private static PartnerPosition Position(PoolArrangement arrangement, string funder, FunderKind kind, long contribution, long paid, long borne) => new()
    {
        Funder = funder,
        Kind = kind,
        ContributionPence = contribution,
        PaidPence = paid,
        BornePence = borne,
        SettlementPence = arrangement switch
        {
            PoolArrangement.Pooled => borne - contribution,
            PoolArrangement.Lead => borne - paid,
            _ => 0,
        },
    };

    private static long PaidBy(PoolPartner partner, IEnumerable<Spend> spend) =>
        spend.Where(part => IsOf(partner, part.Funder)).Sum(part => part.Pence);

    private static bool IsOf(PoolPartner partner, string funder) => partner.Funder == funder || partner.Predecessors.Contains(funder);

    private static List<long> ByContribution(RepeatedField<PoolPartner> partners, IReadOnlyList<long> contributions, IReadOnlyList<Spend> spend)
    {
        var beyond = spend.Sum(part => part.Pence) - contributions.Sum();
        var shares = LargestRemainder.Split(Math.Abs(beyond), [.. partners.Select(partner => partner.ShareBasisPoints)]);
        return [.. contributions.Zip(shares, (contribution, share) => contribution + (Math.Sign(beyond) * share))];
    }

    private static List<long> ByNeed(RepeatedField<PoolPartner> partners, IReadOnlyList<Spend> spend)
    {
        var borne = new long[partners.Count];
        foreach (var need in spend.GroupBy(part => BearerOf(part.NeedType)))
        {
            var ofKind = partners.Select(partner => partner.Kind == need.Key).ToArray();
            // Where no partner is of the kind, and for needs that both meet, all bear it.
            var weights = partners.Select((partner, index) => ofKind[index] || !ofKind.Contains(true) ? (long)partner.ShareBasisPoints : 0).ToArray();
            // Partners of the kind may have agreed to bear no risk, and bear their own needs all the same, alike.
            if (weights.All(weight => weight is 0))
                weights = [.. ofKind.Select(isOfKind => isOfKind ? 1L : 0)];
            var parts = LargestRemainder.SplitByWeight(need.Sum(part => part.Pence), weights);
            for (var index = 0; index < borne.Length; index++)
                borne[index] += parts[index];
        }

        return [.. borne];
    }

    private static FunderKind? BearerOf(NeedType need) => need switch
    {
        NeedType.Health => FunderKind.IntegratedCareBoard,
        NeedType.Social => FunderKind.Council,
        _ => null,
    };
}
