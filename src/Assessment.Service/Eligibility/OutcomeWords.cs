using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>The outcomes of SI 2015/313 in words that a person reads.</summary>
internal static class OutcomeWords
{
    /// <summary>An outcome of reg 2(2).</summary>
    public static string Of(CareActOutcome outcome) => outcome switch
    {
        CareActOutcome.Nutrition => "managing and maintaining nutrition",
        CareActOutcome.Hygiene => "maintaining personal hygiene",
        CareActOutcome.Toilet => "managing toilet needs",
        CareActOutcome.Clothing => "being appropriately clothed",
        CareActOutcome.HomeSafely => "being able to make use of the home safely",
        CareActOutcome.HabitableHome => "maintaining a habitable home",
        CareActOutcome.Relationships => "developing and maintaining family or other personal relationships",
        CareActOutcome.WorkOrLearning => "taking part in work, training, education or volunteering",
        CareActOutcome.Community => "making use of facilities or services in the community",
        CareActOutcome.CaringForChild => "caring for a child",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No outcome of reg 2(2)."),
    };

    /// <summary>An outcome of reg 3(2).</summary>
    public static string Of(CarerOutcome outcome) => outcome switch
    {
        CarerOutcome.CaringForChild => "caring for a child",
        CarerOutcome.CaringForOthers => "providing care to other people",
        CarerOutcome.HabitableHome => "maintaining a habitable home",
        CarerOutcome.Nutrition => "managing and maintaining nutrition",
        CarerOutcome.Relationships => "developing and maintaining relationships",
        CarerOutcome.WorkOrLearning => "taking part in work, training, education or volunteering",
        CarerOutcome.Community => "making use of facilities or services in the community",
        CarerOutcome.Recreation => "taking part in recreation",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No outcome of reg 3(2)."),
    };
}
