using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>A kind of model that serves a person: under which bases, for which of the needs.</summary>
internal sealed record ModelUse(ModelKind Kind, IReadOnlyList<LegalBasis> Bases, IReadOnlyList<Need> Needs)
{
    /// <summary>
    /// Which models serve a person who is eligible under these bases. No need is paid for twice: section 117 takes every need
    /// of the profile, so nothing is left to the social and health models; a shared need is the council's where a Care Act
    /// basis serves it, and the NHS's otherwise. A kind without needs serves nothing.
    /// </summary>
    public static IReadOnlyList<ModelUse> For(IReadOnlyList<LegalBasis> eligible, IReadOnlyList<Need> needs)
    {
        var uses = new List<ModelUse>();
        if (eligible.Contains(LegalBasis.Carer))
            uses.Add(new ModelUse(ModelKind.Carer, [LegalBasis.Carer], needs));

        IReadOnlyList<LegalBasis> own = [.. eligible.Where(basis => basis is not LegalBasis.Carer)];
        if (own.Contains(LegalBasis.S117))
        {
            uses.Add(new ModelUse(ModelKind.S117, own, needs));
        }
        else
        {
            var social = own.Contains(LegalBasis.CareAct);
            if (social)
                uses.Add(new ModelUse(ModelKind.Social, [LegalBasis.CareAct], Of(needs, NeedType.Social, NeedType.Shared)));
            IReadOnlyList<LegalBasis> health = [.. own.Where(basis => basis is not LegalBasis.CareAct)];
            if (health.Count > 0)
                uses.Add(new ModelUse(ModelKind.Health, health, social ? Of(needs, NeedType.Health) : Of(needs, NeedType.Health, NeedType.Shared)));
        }

        return [.. uses.Where(use => use.Needs.Count > 0)];
    }

    private static IReadOnlyList<Need> Of(IReadOnlyList<Need> needs, params NeedType[] types) => [.. needs.Where(need => types.Contains(need.NeedType))];
}
