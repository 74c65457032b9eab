using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>Who changed what of an assessment: several people edit one, and each change can be challenged.</summary>
internal static class AssessmentAudit
{
    /// <summary>Records each field that is other than before: the entry's outcome is its name. What it says stands in no audit.</summary>
    public static void RecordChanges(Mutation mutation, AssessmentRow stored, AssessmentMessage before, AssessmentMessage after)
    {
        var changed = Changed(before, after);
        foreach (var field in changed.Count is 0 ? ["unchanged"] : changed)
            mutation.Audit("assessment.assessment.edited", "ASSESSMENT", stored.Id, field.ToUpperInvariant(), stored.PersonId);
    }

    /// <summary>The fields in which two versions differ, in the contract's order and names; what is worked out counts for nothing.</summary>
    public static IReadOnlyList<string> Changed(AssessmentMessage before, AssessmentMessage after)
    {
        var (old, now) = (Typed(before), Typed(after));
        return
        [
            .. AssessmentMessage.Descriptor.Fields.InDeclarationOrder()
                .Where(field => !Equals(field.Accessor.GetValue(old), field.Accessor.GetValue(now)))
                .Select(field => field.Name),
        ];
    }

    private static AssessmentMessage Typed(AssessmentMessage assessment)
    {
        var typed = assessment.Clone();
        if (typed.Advocacy is { } advocacy)
            advocacy.AdvocateNeeded = false;
        if (typed.SelfAssessment is { } self)
            (self.ConfirmTime, self.ConfirmedBy) = (null, "");
        return typed;
    }
}
