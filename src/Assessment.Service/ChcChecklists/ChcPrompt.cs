using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.ChcChecklists;

/// <summary>
/// Which thresholds the answers of a checklist reach (National Framework for NHS Continuing Healthcare, DOMAIN 3.10). Each prompts a referral for a full
/// assessment; the integrated care board decides.
/// </summary>
internal static class ChcPrompt
{
    private static readonly HashSet<ChcDomain> Starred =
        [ChcDomain.Breathing, ChcDomain.Behaviour, ChcDomain.DrugTherapies, ChcDomain.AlteredStates];

    /// <summary>Every threshold that is reached, in the contract's order.</summary>
    public static IEnumerable<ChcThreshold> Reached(IReadOnlyCollection<ChcAnswer> answers)
    {
        var a = answers.Count(answer => answer.Level is ChcLevel.A);
        var b = answers.Count(answer => answer.Level is ChcLevel.B);
        if (a >= 2)
            yield return ChcThreshold.TwoA;
        if (b >= 5)
            yield return ChcThreshold.FiveB;
        if (a is 1 && b >= 4)
            yield return ChcThreshold.OneAFourB;
        if (answers.Any(answer => answer.Level is ChcLevel.A && Starred.Contains(answer.Domain)))
            yield return ChcThreshold.StarredA;
    }
}
