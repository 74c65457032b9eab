using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>An indicative budget as stored: its components with their steps are one document of the contract's JSON.</summary>
internal sealed record AllocationRow(
    Guid Id, Guid PersonId, Guid AssessmentId, Guid EligibilityDecisionId, string Components, long AnnualPence, DateTime IssuedAt,
    bool IsSuperseded, Guid? SupersededById, Guid? CorrectedById, bool PersonDied)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public AllocationMessage ToMessage()
    {
        var allocation = Parser.Parse<AllocationMessage>(Components);
        allocation.AllocationId = Id.ToString();
        allocation.PersonId = PersonId.ToString();
        allocation.AssessmentId = AssessmentId.ToString();
        allocation.EligibilityDecisionId = EligibilityDecisionId.ToString();
        allocation.AnnualPence = AnnualPence;
        allocation.IssueTime = Timestamp.FromDateTime(IssuedAt);
        allocation.State = IsSuperseded ? AllocationState.Superseded : AllocationState.Issued;
        allocation.SupersededByAllocationId = SupersededById?.ToString() ?? "";
        allocation.CorrectedByAssessmentId = CorrectedById?.ToString() ?? "";
        allocation.PersonDied = PersonDied;
        return allocation;
    }
}
