using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Reviews;
using PersonalBudgets.Plans.V1;

namespace PersonalBudgets.Plans.Planning;

/// <summary>A plan as its table holds it; the documents as JSON text.</summary>
internal sealed class PlanRow
{
    public Guid PlanId { get; init; }
    public int Version { get; init; }
    public Guid PersonId { get; init; }
    public Guid AllocationId { get; init; }
    public long IndicativeAnnualPence { get; init; }
    public DateOnly? StartDate { get; init; }
    public string Outcomes { get; init; } = "";
    public string Lines { get; init; } = "";
    public string CareCoordinator { get; init; } = "";
    public DateOnly? FirstReviewDate { get; init; }
    public string ReasonsAboveIndicative { get; init; } = "";
    public string ReasonsBelowIndicative { get; init; } = "";
    public string State { get; init; } = "";
    public int Submission { get; init; }
    public string Approvals { get; init; } = "";
    public string? CompletingFunder { get; init; }
    public Guid? CommitmentId { get; init; }
    public string ReturnReasons { get; init; } = "";
    public DateTimeOffset? ApprovedAt { get; init; }
    public long PaidPence { get; init; }
    public bool PersonDied { get; init; }
    public bool DirectPaymentBarred { get; init; }
    public bool AllocationSuperseded { get; init; }
    public string ReviewCauses { get; init; } = "";
    public string ReviewAnswers { get; init; } = "";

    public Plan ToPlan() => new()
    {
        PlanId = PlanId,
        Version = Version,
        PersonId = PersonId,
        AllocationId = AllocationId,
        IndicativeAnnualPence = IndicativeAnnualPence,
        StartDate = StartDate,
        Outcomes = PlanDocuments.Read<Outcome>(Outcomes),
        Lines = PlanDocuments.Read<PlanLine>(Lines),
        CareCoordinator = CareCoordinator,
        FirstReviewDate = FirstReviewDate,
        ReasonsAboveIndicative = ReasonsAboveIndicative,
        ReasonsBelowIndicative = ReasonsBelowIndicative,
        State = Codes.Parse<PlanState>(State),
        Submission = Submission,
        Approvals = PlanDocuments.Read<ShareApproval>(Approvals),
        CompletingFunder = CompletingFunder,
        CommitmentId = CommitmentId,
        ReturnReasons = ReturnReasons,
        ApprovedAt = ApprovedAt,
        PaidPence = PaidPence,
        Told = [.. Told()],
        Reviews = PlanDocuments.Read<AnsweredReview>(ReviewAnswers),
        IsDirectPaymentBarred = DirectPaymentBarred,
    };

    private IEnumerable<PlanFlag> Told()
    {
        if (PersonDied)
            yield return PlanFlag.PersonDied;
        if (AllocationSuperseded)
            yield return PlanFlag.AllocationSuperseded;
        foreach (var cause in ReviewCauses.Split(',', StringSplitOptions.RemoveEmptyEntries))
            yield return Codes.Parse<PlanFlag>(cause);
    }
}
