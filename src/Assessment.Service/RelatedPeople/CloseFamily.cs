using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>How near somebody is to a person, as the regulations ask for it.</summary>
internal static class CloseFamily
{
    /// <summary>The list of SI 2013/1617 reg 7(8): spouse to grandparent, and their partners.</summary>
    public static bool Includes(Relationship relationship) => relationship
        is Relationship.SpouseOrCivilPartner
        or Relationship.Partner
        or Relationship.Parent
        or Relationship.ParentInLaw
        or Relationship.Child
        or Relationship.ChildInLaw
        or Relationship.Stepparent
        or Relationship.Stepchild
        or Relationship.Sibling
        or Relationship.AuntOrUncle
        or Relationship.Grandparent
        or Relationship.PartnerOfRelative;

    /// <summary>
    /// Close family, or a friend who had a part in the person's care before: the body need not ask them for a criminal record certificate
    /// (SI 2013/1617 regs 6-7). Who comes as part of their work is no friend.
    /// </summary>
    public static bool NeedsNoCheck(RelatedPerson related) =>
        Includes(related.Relationship) || (related.InvolvedInCare && IsFriend(related.Relationship));

    /// <summary>A family member or friend in the same household (SI 2013/1617 reg 8(5A), as amended by SI 2017/219).</summary>
    public static bool IsConnected(RelatedPerson related) =>
        related.LivesInHousehold && (Includes(related.Relationship) || IsFriend(related.Relationship));

    private static bool IsFriend(Relationship relationship) => relationship is Relationship.Friend or Relationship.Neighbour;
}
