using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Allocation.SufficiencyChallenges;

/// <summary>Section <c>Challenges</c>: how long an answer to a challenge of sufficiency may take.</summary>
internal sealed class ChallengeSettings
{
    /// <summary>Days from the day on which a challenge was raised to the last on which an answer is in time. Local policy: no law sets them.</summary>
    [Range(1, 180)]
    public int AnswerDays { get; set; } = 28;
}
