using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>The reasons that have no blanks of a single case: made once, so that a decision allocates none of their words.</summary>
internal static class Reasons
{
    private static readonly ReasonWords Words = ReasonWords.Known;

    // By the numbers of the outcome and the limb.
    private static readonly Reason[][] AdultUnable = Table<CareActOutcome>((outcome, limb) => Words.Unable(outcome, limb), Limb.WithTime);

    private static readonly Reason[][] CarerUnable = Table<CarerOutcome>((outcome, limb) => Words.Unable(outcome, limb), Limb.WithDanger);

    // The longest period of an assessment is ten years; most are of a few lengths.
    private static readonly Reason?[] Periods = new Reason?[3651];

    public static readonly Reason CareActUnder18 = Words.Of("CARE_ACT_UNDER_18");
    public static readonly Reason CareActImpairment = Words.Of("CARE_ACT_IMPAIRMENT");
    public static readonly Reason CareActNoImpairment = Words.Of("CARE_ACT_NO_IMPAIRMENT");
    public static readonly Reason CareActCarerHelp = Words.Of("CARE_ACT_CARER_HELP");
    public static readonly Reason CareActImpact = Words.Of("CARE_ACT_IMPACT");
    public static readonly Reason CareActNoImpact = Words.Of("CARE_ACT_NO_IMPACT");
    public static readonly Reason CareActAdvice = Words.Of("CARE_ACT_ADVICE");
    public static readonly Reason CarerUnder18 = Words.Of("CARER_UNDER_18");
    public static readonly Reason CarerNecessaryCare = Words.Of("CARER_NECESSARY_CARE");
    public static readonly Reason CarerNoNecessaryCare = Words.Of("CARER_NO_NECESSARY_CARE");
    public static readonly Reason CarerHealthAtRisk = Words.Of("CARER_HEALTH_AT_RISK");
    public static readonly Reason CarerNotAffected = Words.Of("CARER_NOT_AFFECTED");
    public static readonly Reason CarerImpact = Words.Of("CARER_IMPACT");
    public static readonly Reason CarerNoImpact = Words.Of("CARER_NO_IMPACT");
    public static readonly Reason CarerAdvice = Words.Of("CARER_ADVICE");
    public static readonly Reason ChcFound = Words.Of("CHC_FOUND");
    public static readonly Reason ChcUnder18 = Words.Of("CHC_UNDER_18");
    public static readonly Reason CcFound = Words.Of("CC_FOUND");
    public static readonly Reason CcNotFound = Words.Of("CC_NOT_FOUND");
    public static readonly Reason CcFrom18 = Words.Of("CC_FROM_18");
    public static readonly Reason WheelchairFound = Words.Of("WHEELCHAIR_FOUND");
    public static readonly Reason RightNotYetLaw = Words.Of("RIGHT_NOT_YET_LAW");
    public static readonly Reason DiscretionaryBenefit = Words.Of("DISCRETIONARY_BENEFIT");
    public static readonly Reason DiscretionaryNoBenefit = Words.Of("DISCRETIONARY_NO_BENEFIT");
    public static readonly Reason DiscretionaryAccepted = Words.Of("DISCRETIONARY_ACCEPTED");
    public static readonly Reason DiscretionaryNotAccepted = Words.Of("DISCRETIONARY_NOT_ACCEPTED");

    /// <summary>That an adult cannot achieve an outcome, and by which limb.</summary>
    public static Reason Unable(CareActOutcome outcome, Limb limb) => AdultUnable[(int)outcome][(int)limb];

    /// <summary>That a carer cannot achieve an outcome, and by which limb.</summary>
    public static Reason Unable(CarerOutcome outcome, Limb limb) => CarerUnable[(int)outcome][(int)limb];

    /// <summary>Over how many days fluctuating needs were looked at.</summary>
    public static Reason Period(int days) => Periods[days] ??= Words.Of("CARE_ACT_PERIOD", ("days", $"{days}"));

    /// <summary>How many outcomes an adult cannot achieve, for each number from 0, where the law asks for a number of them.</summary>
    public static Reason[] Counts(int needed) =>
    [
        .. Enumerable.Range(0, AdultUnable.Length).Select(count => Words.Of(
            count switch { 0 => "CARE_ACT_NOT_UNABLE", 1 => "CARE_ACT_ONE_UNABLE", _ => "CARE_ACT_SEVERAL_UNABLE" },
            ("count", Words.Number(count)), ("needed", Words.Number(needed)))),
    ];

    private static Reason[][] Table<TOutcome>(Func<TOutcome, string, Reason> unable, Limb last) where TOutcome : struct, Enum =>
    [
        .. Enum.GetValues<TOutcome>().Order().Select(outcome => Convert.ToInt32(outcome) is 0
            ? []
            : Enumerable.Range(0, (int)last + 1).Select(limb => unable(outcome, Code((Limb)limb))).ToArray()),
    ];

    private static string Code(Limb limb) => limb switch
    {
        Limb.WithDistress => "WITH_DISTRESS",
        Limb.WithDanger => "WITH_DANGER",
        Limb.WithTime => "WITH_TIME",
        _ => "WITH_HELP",
    };
}
