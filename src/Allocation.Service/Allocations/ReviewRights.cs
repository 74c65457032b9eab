using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Where a person can go who does not agree with an indicative budget, by whose needs it is to meet (DOMAIN 0, A27).</summary>
internal static class ReviewRights
{
    /// <summary>The ways to another look for a budget under these bases, from the day on which the person was told.</summary>
    public static IReadOnlyList<ReviewRight> Of(IEnumerable<LegalBasis> bases, DateOnly toldOn, NoticeSettings settings) =>
    [
        .. Routes(bases).Select(route => new ReviewRight
        {
            Route = route,
            // "Months after a date" ends on the last day of a shorter month.
            RequestDueDate = Dates.Text(toldOn.AddMonths(route is ReviewRoute.Nhs ? settings.ReconsiderationRequestMonths : settings.ComplaintMonths)),
        }),
    ];

    /// <summary>The ways, the NHS first; both for section 117, which is a duty of both bodies.</summary>
    public static IReadOnlyList<ReviewRoute> Routes(IEnumerable<LegalBasis> bases) =>
        [.. bases.SelectMany<LegalBasis, ReviewRoute>(Route).Distinct().Order()];

    private static IEnumerable<ReviewRoute> Route(LegalBasis basis) => basis switch
    {
        LegalBasis.CareAct or LegalBasis.Carer or LegalBasis.ChildrenAct or LegalBasis.EhcPlan => [ReviewRoute.Council],
        LegalBasis.S117 => [ReviewRoute.Nhs, ReviewRoute.Council],
        LegalBasis.Chc or LegalBasis.Cc or LegalBasis.Wheelchair or LegalBasis.Discretionary => [ReviewRoute.Nhs],
        _ => throw new InvalidOperationException($"A component has the legal basis {basis}, which is none."),
    };
}
