using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Plans.Approval;

/// <summary>Section <c>Reviews</c>: policy of the place, which may only shorten what the law says.</summary>
public sealed class ReviewSettings
{
    /// <summary>Latest first review in weeks after the start (Devon and Gateshead: 12); nothing means the statutory limit alone.</summary>
    [Range(1, 52)]
    public int? FirstReviewWeeks { get; set; }
}
