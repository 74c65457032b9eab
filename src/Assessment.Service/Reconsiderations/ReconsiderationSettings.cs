using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.Reconsiderations;

/// <summary>Section <c>Reconsiderations</c>: how long an answer may take.</summary>
internal sealed class ReconsiderationSettings
{
    /// <summary>Days from the request to the last day on which the NHS answers in time. No law sets them.</summary>
    [Range(1, 180)]
    public int AnswerDays { get; set; } = 28;

    /// <summary>Months from a complaint to the last day on which the council answers in time.</summary>
    /// <remarks>SI 2009/309 reg 14(3)-(4): six months, after which the complainant is told why; a place may promise less.</remarks>
    [Range(1, 6)]
    public int ComplaintAnswerMonths { get; set; } = 6;

    /// <summary>The last day for an answer to what was asked on a day; of a month without that day, its last.</summary>
    public DateOnly DueOn(V1.NoticeRoute route, DateOnly requestedOn) =>
        route is V1.NoticeRoute.Council ? requestedOn.AddMonths(ComplaintAnswerMonths) : requestedOn.AddDays(AnswerDays);
}
