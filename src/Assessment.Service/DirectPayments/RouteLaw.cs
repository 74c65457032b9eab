using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>How the two laws of direct payments differ.</summary>
/// <param name="Route">The law.</param>
/// <param name="From">The first day of this version.</param>
/// <param name="Source">The law in words.</param>
/// <param name="AdultsOnly">It pays for adults alone: a council pays for a child under the Children Act 1989 s17A.</param>
/// <param name="NeedsRequest">Somebody must have asked (Care Act 2014 ss31(1), 32(1)); the NHS needs consent alone.</param>
/// <param name="NomineeOfRepresentative">A representative may have the money paid to a nominee (SI 2013/1617 reg 6); the Care Act pays the authorised person (s32).</param>
internal sealed record RouteLaw(DirectPaymentRoute Route, DateOnly From, string Source, bool AdultsOnly, bool NeedsRequest, bool NomineeOfRepresentative)
{
    // A law that changes gets a row of its own: a decision of an earlier day is replayed under the row of that day.
    private static readonly RouteLaw[] All =
    [
        new(DirectPaymentRoute.Nhs, new DateOnly(2013, 8, 1), "NHS Act 2006 s12A; SI 2013/1617 regs 3-7", false, false, true),
        new(DirectPaymentRoute.CareAct, new DateOnly(2015, 4, 1), "Care Act 2014 ss31-33; SI 2014/2871", true, true, false),
    ];

    /// <summary>The law of a route on a day.</summary>
    public static RouteLaw On(DirectPaymentRoute route, DateOnly day) => All.Last(law => law.Route == route && law.From <= day);
}
