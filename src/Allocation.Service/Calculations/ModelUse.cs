using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>A kind of model that serves a person: under which bases, for which of the needs.</summary>
internal sealed record ModelUse(ModelKind Kind, IReadOnlyList<LegalBasis> Bases, AssessedNeeds Needs)
{
    /// <summary>
    /// Which models serve a person who is eligible under these bases. No need is paid for twice: section 117 takes every need
    /// of the profile, so nothing is left to the social and health models; a shared need is the council's where a Care Act
    /// basis serves it, and the NHS's otherwise. Continuing healthcare takes every need as well: the NHS alone arranges and pays for it (Care Act 2014 s22;
    /// SI 2012/2996 reg 20). So it is with the lines of the conventional package, and with nights, presence and breaks, which
    /// are nobody's need by type: they go to the one model that serves shared needs. A kind without needs serves nothing.
    /// </summary>
    public static IReadOnlyList<ModelUse> For(IReadOnlyList<LegalBasis> eligible, AssessedNeeds needs)
    {
        var uses = new List<ModelUse>();
        var isCarer = eligible.Contains(LegalBasis.Carer);
        IReadOnlyList<LegalBasis> own = isCarer ? [.. eligible.Where(basis => basis is not LegalBasis.Carer)] : eligible;
        if (isCarer)
            uses.Add(new ModelUse(ModelKind.Carer, [LegalBasis.Carer], own.Count is 0 ? needs : needs with { Circumstances = null }));

        if (own.Contains(LegalBasis.S117))
        {
            uses.Add(new ModelUse(ModelKind.S117, own, needs));
        }
        else
        {
            var isWhole = own.Contains(LegalBasis.Chc);
            var social = own.Contains(LegalBasis.CareAct) && !isWhole;
            if (social)
                uses.Add(new ModelUse(ModelKind.Social, [LegalBasis.CareAct], Of(needs, NeedType.Social, NeedType.Shared)));
            IReadOnlyList<LegalBasis> health = own is [LegalBasis.CareAct]
                ? []
                : Of(own, basis => basis, [LegalBasis.Chc, LegalBasis.Cc, LegalBasis.Wheelchair, LegalBasis.Discretionary]);
            if (health.Count > 0)
            {
                uses.Add(new ModelUse(
                    ModelKind.Health, health,
                    isWhole ? needs : social ? Of(needs, NeedType.Health) with { Circumstances = null } : Of(needs, NeedType.Health, NeedType.Shared)));
            }
        }

        uses.RemoveAll(use => use.Needs.Needs.Count is 0 && use.Needs.Package.Count is 0);
        return uses;
    }

    private static AssessedNeeds Of(AssessedNeeds needs, params ReadOnlySpan<NeedType> types) =>
        needs with { Needs = Of(needs.Needs, need => need.NeedType, types), Package = Of(needs.Package, line => line.NeedType, types) };

    // Most people's needs are all of one model: then nothing is copied.
    private static IReadOnlyList<T> Of<T, TKey>(IReadOnlyList<T> all, Func<T, TKey> keyOf, ReadOnlySpan<TKey> wanted)
        where TKey : struct, Enum
    {
        var count = 0;
        while (count < all.Count && wanted.Contains(keyOf(all[count])))
            count++;
        if (count == all.Count)
            return all;
        var own = new List<T>(all.Count);
        for (var index = 0; index < all.Count; index++)
        {
            if (index < count || wanted.Contains(keyOf(all[index])))
                own.Add(all[index]);
        }

        return own;
    }
}
