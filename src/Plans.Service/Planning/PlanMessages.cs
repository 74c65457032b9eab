using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.Reviews;
using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Plans.Planning;

/// <summary>Between the contract's messages and the domain's types.</summary>
public static class PlanMessages
{
    /// <summary>The message of a plan.</summary>
    public static V1.Plan Of(Plan plan)
    {
        var cost = plan.Cost;
        return new()
        {
            PlanId = plan.PlanId.ToString(),
            PersonId = plan.PersonId.ToString(),
            AllocationId = plan.AllocationId.ToString(),
            IndicativeAnnualPence = plan.IndicativeAnnualPence,
            StartDate = Dates.Text(plan.StartDate),
            Outcomes = { plan.Outcomes.Select(outcome => new V1.Outcome { OutcomeId = outcome.OutcomeId.ToString(), Description = outcome.Description }) },
            Lines = { plan.Lines.Select(Of) },
            CareCoordinator = plan.CareCoordinator,
            FirstReviewDate = Dates.Text(plan.FirstReviewDate),
            ReasonsAboveIndicative = plan.ReasonsAboveIndicative,
            ReasonsBelowIndicative = plan.ReasonsBelowIndicative,
            AnnualPence = cost.AnnualPence,
            OneOffPence = cost.OneOffPence,
            State = plan.State,
            Approvals = { plan.Approvals.Select(Of) },
            CommitmentId = plan.CommitmentId?.ToString() ?? "",
            ReturnReasons = plan.ReturnReasons,
            ApproveTime = plan.ApprovedAt?.ToTimestamp(),
            PaidPence = plan.PaidPence,
            Etag = Etag.Of(plan.Version),
            Flags = { plan.Flags },
            ReviewAnswers = { plan.Reviews.Select(Of) },
        };
    }

    private static V1.ReviewAnswer Of(AnsweredReview review) => new()
    {
        Flag = review.Flag, Finding = review.Finding, Reasons = review.Reasons, AnsweredBy = review.AnsweredBy, AnswerTime = review.AnsweredAt.ToTimestamp(),
    };

    /// <summary>An outcome as it was sent.</summary>
    public static Outcome Read(V1.Outcome outcome) => new(Guid.Parse(outcome.OutcomeId), outcome.Description);

    /// <summary>A line as it was sent; what only the server writes is left out.</summary>
    public static PlanLine Read(V1.PlanLine line) => new()
    {
        LineId = Guid.Parse(line.LineId),
        OutcomeId = Guid.Parse(line.OutcomeId),
        Category = line.Category,
        Description = line.Description,
        LegalBasis = line.LegalBasis,
        NeedType = line.NeedType,
        Management = line.Management,
        Frequency = line.Frequency,
        AmountPence = line.AmountPence,
        WeeklyMinutes = line.WeeklyMinutes,
        PayeeId = line.PayeeId.Length > 0 ? Guid.Parse(line.PayeeId) : null,
        Employed = line.Employed,
        ConnectedPerson = line.ConnectedPerson,
        Necessity = line.Necessity.Trim(),
        Effect = line.Effect,
        BlockContractId = line.BlockContractId.Length > 0 ? Guid.Parse(line.BlockContractId) : null,
        ReplacedUnits = line.ReplacedUnits,
    };

    private static V1.PlanLine Of(PlanLine line) => new()
    {
        LineId = line.LineId.ToString(),
        OutcomeId = line.OutcomeId.ToString(),
        Category = line.Category,
        Description = line.Description,
        LegalBasis = line.LegalBasis,
        NeedType = line.NeedType,
        Management = line.Management,
        Frequency = line.Frequency,
        AmountPence = line.AmountPence,
        WeeklyMinutes = line.WeeklyMinutes,
        PayeeId = line.PayeeId?.ToString() ?? "",
        Employed = line.Employed,
        ConnectedPerson = line.ConnectedPerson,
        Necessity = line.Necessity,
        Effect = line.Effect,
        BlockContractId = line.BlockContractId?.ToString() ?? "",
        ReplacedUnits = line.ReplacedUnits,
        AnnualPence = line.Cost.AnnualPence,
        OneOffPence = line.Cost.OneOffPence,
        Findings = { line.Findings.Select(Of) },
        Shares = { line.Shares.Select(share => new Types.V1.FunderShare { Funder = share.Funder, AnnualPence = share.AnnualPence, OneOffPence = share.OneOffPence }) },
    };

    private static V1.RuleFinding Of(RuleFinding finding) =>
        new() { Code = finding.Code, Verdict = finding.Verdict, Text = finding.Text, Source = finding.Source };

    private static V1.FunderApproval Of(ShareApproval share) => new()
    {
        Funder = share.Funder,
        AnnualPence = share.AnnualPence,
        OneOffPence = share.OneOffPence,
        ApprovedBy = share.ApprovedBy ?? "",
        ApproveTime = share.ApprovedAt?.ToTimestamp(),
        Level = share.IsApproved ? share.Level.Code() : "",
        RefusalReason = share.Refusal?.Reason ?? "",
        ApprovedByFunder = share.IsApproved ? share.ApprovedByFunder ?? share.Funder : "",
    };
}
