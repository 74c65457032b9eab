using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.Explanations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>An indicative budget as stored: what was worked out and what was told of it are one document of the contract's JSON.</summary>
internal sealed record AllocationRow(
    Guid Id, Guid PersonId, Guid AssessmentId, Guid EligibilityDecisionId, string Document, long AnnualPence, DateTime IssuedAt, string IssuedBy, string Cause,
    Guid? ReplacesId, int Version, bool IsSuperseded, Guid? SupersededById, Guid? CorrectedById, bool PersonDied)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public AllocationMessage ToMessage()
    {
        var allocation = Parser.Parse<AllocationMessage>(Document);
        allocation.AllocationId = Id.ToString();
        allocation.PersonId = PersonId.ToString();
        allocation.AssessmentId = AssessmentId.ToString();
        allocation.EligibilityDecisionId = EligibilityDecisionId.ToString();
        allocation.AnnualPence = AnnualPence;
        allocation.IssueTime = Timestamp.FromDateTime(IssuedAt);
        allocation.IssuedBy = IssuedBy;
        allocation.Cause = Codes.Parse<AllocationCause>(Cause);
        allocation.ReplacesAllocationId = ReplacesId?.ToString() ?? "";
        allocation.State = IsSuperseded ? AllocationState.Superseded : AllocationState.Issued;
        allocation.SupersededByAllocationId = SupersededById?.ToString() ?? "";
        allocation.CorrectedByAssessmentId = CorrectedById?.ToString() ?? "";
        allocation.PersonDied = PersonDied;
        // What was issued before figures could be scaled is its own unscaled figure.
        allocation.UnscaledAnnualPence = Math.Max(allocation.UnscaledAnnualPence, AnnualPence);
        allocation.ScaledToFund = AnnualPence < allocation.UnscaledAnnualPence;
        BudgetFigures.Show(allocation);
        allocation.Statement = ExplanationWords.Known.Sentence("MAY_CHANGE").Plain;
        allocation.Etag = Etag.Of(Version);
        return allocation;
    }

    /// <summary>What of an indicative budget has no column of its own, and is there from its issue.</summary>
    public static string DocumentOf(AllocationMessage allocation) => JsonFormatter.Default.Format(new AllocationMessage
    {
        Components = { allocation.Components },
        BudgetComponents = { allocation.BudgetComponents },
        ValueBand = allocation.ValueBand,
        Changes = { allocation.Changes },
        UnscaledAnnualPence = allocation.UnscaledAnnualPence,
        OtherPublicMoney = { allocation.OtherPublicMoney },
    });
}
