using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>
/// Shows on an indicative budget that its assessment was corrected since. The budget stands: only a new decision, made on the corrected version,
/// takes its place.
/// </summary>
internal sealed class MarkCorrectedOnAssessmentCorrected : IEventConsumer<AssessmentCorrected>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(AssessmentCorrected message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var assessmentId = Guid.Parse(message.CorrectedAssessmentId);
        await SupersessionStore.CorrectAsync(mutation, assessmentId, Guid.Parse(message.SubjectId));
        mutation.Audit("allocation.assessment.corrected", "ASSESSMENT", assessmentId);
    });
}
