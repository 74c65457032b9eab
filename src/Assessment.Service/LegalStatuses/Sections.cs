using System.Collections.Frozen;
using PersonalBudgets.Assessment.V1;
using static PersonalBudgets.Assessment.V1.MentalHealthActSection;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>What the Mental Health Act 1983 says of each section, as far as after-care and the order of records need it.</summary>
internal static class Sections
{
    private static readonly FrozenSet<MentalHealthActSection> Qualifying = FrozenSet.Create(_3, _37, _37With41, _45A, _47, _48);

    private static readonly FrozenSet<MentalHealthActSection> Detaining =
        FrozenSet.Create(_2, _3, _4, _5, _35, _36, _37, _37With41, _38, _45A, _47, _48, _135, _136);

    // Section 17A(2) with Part 1 of Schedule 1: not while a restriction order lasts.
    private static readonly FrozenSet<MentalHealthActSection> Orders = FrozenSet.Create(_3, _37, _45A, _47, _48);

    // Section 17, for those liable to be detained under Part 2, and under Part 3 by Schedule 1.
    private static readonly FrozenSet<MentalHealthActSection> Leaves = FrozenSet.Create(_2, _3, _4, _37, _37With41, _45A, _47, _48);

    // Sections 42(2), 73 and 74.
    private static readonly FrozenSet<MentalHealthActSection> Conditional = FrozenSet.Create(_37With41, _45A, _47, _48);

    /// <summary>Whether a section gives after-care: 3, 37, 45A, 47 and 48 do, 2, 4 and 136 do not (MHA 1983 s117(1)).</summary>
    public static bool Qualifies(MentalHealthActSection section) => Qualifying.Contains(section);

    /// <summary>Whether the person is held in a hospital or a place of safety under it.</summary>
    public static bool Detains(MentalHealthActSection section) => Detaining.Contains(section);

    /// <summary>Whether a record of this section says nothing without the one that it came from.</summary>
    public static bool NeedsOrigin(MentalHealthActSection section) => section is CommunityTreatmentOrder or _17Leave or Recall or ConditionalDischarge;

    /// <summary>Whether a record of one section can follow an earlier record.</summary>
    public static bool CanFollow(MentalHealthActSection section, LegalStatus earlier) => section switch
    {
        CommunityTreatmentOrder => Orders.Contains(earlier.Section),
        _17Leave => Leaves.Contains(earlier.Section),
        ConditionalDischarge => Conditional.Contains(earlier.Section),
        Recall => earlier.Section is CommunityTreatmentOrder,
        Informal => Detains(earlier.Section),
        // A revoked order puts the detention that it came from back into force (s17G), and so does a recall from conditional discharge (s42(3)).
        _ when Orders.Contains(section) && earlier.Section is CommunityTreatmentOrder => earlier.End is LegalStatusEnd.Revoked,
        _ when Conditional.Contains(section) && earlier.Section is ConditionalDischarge => earlier.End is LegalStatusEnd.Recalled,
        _ => false,
    };

    /// <summary>Whether a record lies within the time of the one that it follows; any other begins on the day when that one ended.</summary>
    public static bool LiesWithin(MentalHealthActSection section) => section is _17Leave or Recall;

    /// <summary>A section in plain words.</summary>
    public static string Name(MentalHealthActSection section) => section switch
    {
        CommunityTreatmentOrder => "a community treatment order",
        _17Leave => "leave under section 17",
        _37With41 => "section 37 with a restriction order (section 41)",
        Recall => "a recall to hospital",
        ConditionalDischarge => "a conditional discharge",
        Informal => "an informal stay",
        _ => $"section {section.ToString().TrimStart('_')}",
    };
}
