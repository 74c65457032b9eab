using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Assessment.AccessRecords;

/// <summary>What of an access record its reader may learn of: that somebody looked at a restricted object tells that there is one (DOMAIN 0, A22 and A23).</summary>
/// <param name="Exclusions">What was done with exclusion flags.</param>
/// <param name="Enquiries">What was done about safeguarding or fraud, and whatever was read for the sake of either.</param>
internal sealed record AccessView(bool Exclusions, bool Enquiries)
{
    /// <summary>The person's own: nothing of either.</summary>
    public static AccessView Disclosable { get; } = new(false, false);

    /// <summary>A caller's: by whether they may read the objects themselves.</summary>
    public static AccessView Of(Caller caller) =>
        new(caller.Permissions.Contains("assessment.exclusions.read"), caller.Permissions.Contains("assessment.safeguarding.read"));
}
