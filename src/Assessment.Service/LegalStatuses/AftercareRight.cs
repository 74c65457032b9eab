using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>
/// After-care under section 117 of the Mental Health Act 1983 (DOMAIN 8.3, A18): the person was detained under a
/// section that gives it and has left hospital, on discharge or on leave, and both bodies have not ended it.
/// </summary>
internal static class AftercareRight
{
    /// <summary>Decides on the records as they stood.</summary>
    public static BasisOutcome Decide(AftercareFacts facts)
    {
        var duty = AftercareDuty.Latest(facts);
        var inForce = duty is { IsInForce: true };
        var (rule, version) = AftercareLaw.Known.On(facts.Day);
        return new BasisOutcome
        {
            LegalBasis = LegalBasis.S117,
            Eligible = inForce,
            RightToHave = inForce,
            Reasons = { Reason(duty) },
            Rule = rule,
            RuleVersion = version,
        };
    }

    /// <summary>Why after-care is in force or not, in plain words.</summary>
    /// <param name="duty">The person's latest; null if no section gave one.</param>
    public static string Reason(AftercareDuty? duty)
    {
        if (duty is null)
            return "No section that gives after-care (3, 37, 45A, 47 or 48) is on record.";
        var name = Sections.Name(duty.Detention.Section);
        return duty.State switch
        {
            AftercareState.Detained => $"After-care begins on leaving hospital; the person is in hospital, detained under {name}.",
            AftercareState.InformalStay => $"After-care begins on leaving hospital; detention under {name} has ended, and the person is still in hospital.",
            AftercareState.OnLeave => $"The person is detained under {name} and out of hospital on leave under section 17; after-care applies on leave.",
            AftercareState.InForce => $"The person was detained under {name} and has left hospital; after-care has not ended.",
            AftercareState.EndedByBothBodies =>
                $"After-care following {name} ended on {Dates.Text(duty.EndedOn)}: the council and the integrated care board were both satisfied that it is no longer needed.",
            AftercareState.EndedByNewDetention => $"The duty that followed {name} ended on {Dates.Text(duty.EndedOn)}, when a new detention gave a fresh one.",
            _ => throw new ArgumentOutOfRangeException(nameof(duty), duty.State, "Every state has its words."),
        };
    }
}
