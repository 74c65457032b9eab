using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Plans.Approval;

/// <summary>One funder's approval of its own share (DOMAIN A5).</summary>
/// <param name="Funder">The organisation code.</param>
/// <param name="AnnualPence">Its share of what recurs, pence a year.</param>
/// <param name="OneOffPence">Its share of what is paid once, in pence.</param>
public sealed record ShareApproval(string Funder, long AnnualPence, long OneOffPence)
{
    /// <summary>The subject who approved; null until then.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Whose approver that was: another funder's where an agreement lets that one decide; null until then.</summary>
    public string? ApprovedByFunder { get; init; }

    /// <summary>The funders whose approval counts for this share too, by agreements in force when the plan was submitted (DOMAIN 0, A5).</summary>
    public IReadOnlyList<string> Delegates { get; init; } = [];

    /// <summary>When.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The level at which they approved; an approval from before levels were kept is a team manager's.</summary>
    public ApprovalLevel Level { get; init; } = ApprovalLevel.TeamManager;

    /// <summary>Why the funds undid the last approval; null where they did not.</summary>
    public FundsRefusal? Refusal { get; init; }

    /// <summary>Whether an approver of an organisation decides on this share.</summary>
    public bool IsDecidedBy(string organisation) => Funder == organisation || Delegates.Contains(organisation);

    /// <summary>Whether this funder has approved, or one that decides for it.</summary>
    public bool IsApproved => ApprovedBy is not null;
}

/// <summary>Why Allocation would not set the money aside, in its own words.</summary>
/// <param name="Reason">Its reason code, e.g. <c>FUND_EXHAUSTED</c>.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Source">The law or policy; null where it named none.</param>
/// <param name="Funder">Whose approval it speaks of; null where it is not about one.</param>
public sealed record FundsRefusal(string Reason, string Text, string? Source, string? Funder = null);
